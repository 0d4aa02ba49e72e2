package sales

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/trinodb/trino-go-client/trino"
)

// The times that a cluster is given.
const (
	connectTime = 30 * time.Second // to answer the first query
	queryTime   = time.Hour
	dropTime    = 30 * time.Second // to drop the tables, also after a cancellation
)

// mostStages is how many parts a query may be planned in: a part of a query that stands in it
// several times is planned as often. The usual 150 is too few for the sales of programmes.
const mostStages = 600

func connect(ctx context.Context, w Warehouse) (*cluster, error) {
	if w.Timeout == 0 {
		w.Timeout = queryTime
	}
	if w.Rows == 0 {
		w.Rows = DefaultRows
	}
	mark := make([]byte, 5)
	if _, err := rand.Read(mark); err != nil {
		return nil, err
	}
	c := &cluster{w: w, client: "xsell-" + hex.EncodeToString(mark), prefix: w.Scratch + ".xsell_" + hex.EncodeToString(mark) + "_"}
	address, err := c.address()
	if err != nil {
		return nil, err
	}
	if c.db, err = sql.Open("trino", address); err != nil {
		return nil, err
	}
	short, stop := context.WithTimeout(ctx, connectTime)
	defer stop()
	var one int
	if err := c.db.QueryRowContext(short, "SELECT 1").Scan(&one); err != nil {
		return nil, errors.Join(c.reach(ctx, err), c.Close())
	}
	return c, nil
}

// address is what the driver is told, with the secrets; it never stands in an error.
func (c *cluster) address() (string, error) {
	u, err := url.Parse(c.w.Address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return "", errors.New("the address of the warehouse is not as https://trino.example.com:8443, without a user or a password in it")
	}
	if u.Scheme == "http" && (c.w.Password != "" || c.w.Token != "") {
		return "", errors.New("a password or a token goes to the warehouse over https only; change its address")
	}
	client, err := c.httpClient()
	if err != nil {
		return "", err
	}
	if err := trino.RegisterCustomClient(c.client, client); err != nil {
		return "", err
	}
	u.User = url.User(c.w.User)
	if c.w.Password != "" {
		u.User = url.UserPassword(c.w.User, c.w.Password)
	}
	config := trino.Config{ServerURI: u.Scheme + "://" + u.User.String() + "@" + u.Host, Source: "xsell", Catalog: c.w.Catalog, Schema: c.w.Schema,
		SessionProperties: map[string]string{"query_max_stage_count": strconv.Itoa(mostStages)},
		CustomClientName:  c.client, AccessToken: c.w.Token, QueryTimeout: &c.w.Timeout}
	return config.FormatDSN()
}

// httpClient verifies certificates and follows no redirection, which could lead the secrets
// elsewhere.
func (c *cluster) httpClient() (*http.Client, error) {
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		// An answer is asked for again and again until it is there, each time for a second or so.
		ResponseHeaderTimeout: 2 * time.Minute,
		MaxIdleConnsPerHost:   8,
		IdleConnTimeout:       90 * time.Second,
	}
	if c.w.CA != "" {
		pem, err := os.ReadFile(c.w.CA)
		if err != nil {
			return nil, fmt.Errorf("read the certificates of the warehouse: %w; check ca_file", err)
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s holds no certificate in PEM; check ca_file", c.w.CA)
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, nil
}
