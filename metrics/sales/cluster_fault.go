package sales

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/trinodb/trino-go-client/trino"
)

// fault puts what the warehouse or its driver says into one line with a next step.
func (c *cluster) fault(err error) error {
	var rows *RowsError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.As(err, &rows):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("a query of the warehouse took longer than %s; give it more with \"timeout:\", or narrow the lines", c.w.Timeout)
	case errors.Is(err, trino.ErrQueryCancelled):
		return errors.New("a query was cancelled in the warehouse by somebody else; run the report again")
	}
	var refused *trino.ErrTrino
	if errors.As(err, &refused) {
		return explained(refused)
	}
	var answer *trino.ErrQueryFailed
	if errors.As(err, &answer) && answer.StatusCode != 0 {
		return c.status(answer)
	}
	return c.unreachable(err)
}

// reach words an error of the first query, which has less time.
func (c *cluster) reach(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return fmt.Errorf("the warehouse at %s does not answer within %s; check that it runs and has workers", c.w.Address, connectTime)
	}
	return c.fault(err)
}

// status words what the warehouse, or what stands before it, says to a request.
func (c *cluster) status(answer *trino.ErrQueryFailed) error {
	switch answer.StatusCode {
	case http.StatusUnauthorized:
		return fmt.Errorf("the warehouse does not take the user %q with what proves it; check user, password_env and token_env", c.w.User)
	case http.StatusForbidden:
		return fmt.Errorf("the warehouse forbids the user %q to ask it; ask its owner for the right", c.w.User)
	case http.StatusNotFound, http.StatusGone:
		return errors.New("the warehouse knows nothing of the query any more; it was started anew, or the address is not that of Trino; run the report again")
	}
	if answer.StatusCode >= 300 && answer.StatusCode < 400 {
		return fmt.Errorf("the warehouse at %s sends its visitors elsewhere; use the address that it sends them to", c.w.Address)
	}
	return fmt.Errorf("the warehouse at %s answers %d %s; check that the address is that of Trino", c.w.Address, answer.StatusCode, http.StatusText(answer.StatusCode))
}

// unreachable words what goes wrong on the way.
func (c *cluster) unreachable(err error) error {
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var network *net.OpError
	var dns *net.DNSError
	switch {
	case errors.As(err, &authority):
		return fmt.Errorf("the certificate of %s is of nobody this machine trusts; name a file with its authority as ca_file", c.w.Address)
	case errors.As(err, &name), errors.As(err, &invalid):
		return fmt.Errorf("the certificate of %s is not valid for it; check the address, or have the certificate renewed", c.w.Address)
	case errors.As(err, &dns):
		return fmt.Errorf("there is no host as in %s; check the address of the warehouse", c.w.Address)
	case errors.As(err, &network) && network.Op == "dial":
		return fmt.Errorf("nobody answers at %s; check the address of the warehouse and that it runs", c.w.Address)
	}
	cause := err
	for inner := errors.Unwrap(cause); inner != nil; inner = errors.Unwrap(cause) {
		cause = inner
	}
	return fmt.Errorf("the warehouse is lost (%s); run the report again", shortened(cause.Error()))
}

// advice says what helps against errors of the warehouse, by the beginning of their names.
var advice = []struct{ name, step string }{
	{"TABLE_NOT_FOUND", "check the tables of the configuration"},
	{"SCHEMA_NOT_FOUND", "check catalog, schema and scratch of the configuration"},
	{"MISSING_SCHEMA_NAME", "check catalog, schema and scratch of the configuration"},
	{"CATALOG_NOT_FOUND", "check catalog, schema and scratch of the configuration"},
	{"MISSING_CATALOG_NAME", "check catalog, schema and scratch of the configuration"},
	{"COLUMN_NOT_FOUND", "check the columns of the configuration"},
	{"TYPE_MISMATCH", "check the columns of the configuration, a CAST may be missing"},
	{"SYNTAX_ERROR", "check the queries and columns of the configuration"},
	{"PERMISSION_DENIED", "ask the owner of the warehouse for the right; the scratch schema is written to"},
	{"EXCEEDED_TIME_LIMIT", "ask the owner of the warehouse for more time, or narrow the lines with a query"},
	{"EXCEEDED_", "the warehouse has no more memory for it; narrow the lines with a query, or give the warehouse more"},
	{"CLUSTER_OUT_OF_MEMORY", "narrow the lines with a query, or give the warehouse more memory"},
	{"NO_NODES_AVAILABLE", "the warehouse has no worker; start one and run the report again"},
	{"REMOTE_", "a worker of the warehouse was lost; run the report again"},
	{"PAGE_TRANSPORT_", "a worker of the warehouse was lost; run the report again"},
	{"TOO_MANY_REQUESTS_FAILED", "a worker of the warehouse was lost; run the report again"},
	{"SERVER_SHUTTING_DOWN", "the warehouse is being shut down; run the report again"},
	{"QUERY_QUEUE_FULL", "the warehouse has too much to do; run the report later"},
}

func explained(e *trino.ErrTrino) error {
	step := "see its log, or run the report again"
	for _, a := range advice {
		if strings.HasPrefix(e.ErrorName, a.name) {
			step = a.step
			break
		}
	}
	return fmt.Errorf("the warehouse refuses a query: %s (%s); %s", shortened(e.Message), e.ErrorName, step)
}

// shortened is the first line of a message, without its full stop.
func shortened(message string) string {
	const most = 240
	message, _, _ = strings.Cut(message, "\n")
	if len(message) > most {
		message = strings.ToValidUTF8(message[:most], "") + "…"
	}
	return strings.TrimRight(message, ". ")
}
