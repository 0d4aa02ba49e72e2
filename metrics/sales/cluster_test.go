package sales

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// desk stands in for a coordinator: it answers each statement with what answer gives for it,
// in the form of Trino's protocol.
type desk struct {
	*httptest.Server
	mu        sync.Mutex
	asked     []string
	cancelled int
	before    func(http.ResponseWriter, *http.Request) bool // true: it has answered
	answer    func(statement string) string                 // columns, data or error as JSON
}

const oneRow = `"columns":[{"name":"n","type":"bigint","typeSignature":{"rawType":"bigint","arguments":[]}}],"data":[[1]]`

func newDesk(t *testing.T, secure bool) *desk {
	d := &desk{}
	handler := http.HandlerFunc(d.serve)
	if secure {
		d.Server = httptest.NewTLSServer(handler)
	} else {
		d.Server = httptest.NewServer(handler)
	}
	d.Config.ErrorLog = nil
	t.Cleanup(d.Close)
	return d
}

func (d *desk) serve(w http.ResponseWriter, r *http.Request) {
	if d.before != nil && d.before(w, r) {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.Method == http.MethodDelete {
		d.cancelled++
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if r.Method == http.MethodPost {
		statement, _ := io.ReadAll(r.Body)
		d.asked = append(d.asked, string(statement))
		fmt.Fprintf(w, `{"id":"q%d","nextUri":"%s/v1/next/%d","stats":{"state":"QUEUED"}}`, len(d.asked), d.URL, len(d.asked)-1)
		return
	}
	var n int
	fmt.Sscanf(r.URL.Path, "/v1/next/%d", &n)
	body := oneRow
	if d.answer != nil {
		if a := d.answer(d.asked[n]); a != "" {
			body = a
		}
	}
	if body == "never" {
		fmt.Fprintf(w, `{"id":"q%d","nextUri":"%s/v1/next/%d","stats":{"state":"RUNNING"}}`, n+1, d.URL, n)
		return
	}
	fmt.Fprintf(w, `{"id":"q%d",%s,"stats":{"state":"FINISHED"}}`, n+1, body)
}

func (d *desk) warehouse() Warehouse {
	return Warehouse{Address: d.URL, User: "reports", Scratch: "lake.scratch"}
}

func refusal(name, message string) string {
	return fmt.Sprintf(`"error":{"message":%q,"errorName":%q,"errorType":"EXTERNAL"}`, message, name)
}

func TestFaultsOfTheWarehouseNameTheNextStep(t *testing.T) {
	for _, c := range []struct{ name, message, want string }{
		{"TABLE_NOT_FOUND", "line 1:15: Table 'lake.raw.x' does not exist", "the warehouse refuses a query: line 1:15: Table 'lake.raw.x' does not exist (TABLE_NOT_FOUND); check the tables of the configuration"},
		{"EXCEEDED_LOCAL_MEMORY_LIMIT", "Query exceeded per-node memory limit of 1GB", "narrow the lines with a query, or give the warehouse more"},
		{"REMOTE_HOST_GONE", "Could not communicate with the remote task.\nThe node may have crashed", "a worker of the warehouse was lost; run the report again"},
		{"PAGE_TRANSPORT_TIMEOUT", "Encountered too many errors", "a worker of the warehouse was lost"},
		{"NO_NODES_AVAILABLE", "No nodes available to run query", "the warehouse has no worker"},
		{"PERMISSION_DENIED", "Access Denied", "ask the owner of the warehouse for the right"},
		{"GENERIC_INTERNAL_ERROR", "null", "see its log"},
	} {
		d := newDesk(t, false)
		d.answer = func(statement string) string {
			if strings.Contains(statement, "mine") {
				return refusal(c.name, c.message)
			}
			return ""
		}
		l, err := NewWarehouse(t.Context(), d.warehouse())
		if err != nil {
			t.Fatal(err)
		}
		_, err = Query[struct{ N int64 }](t.Context(), l, "SELECT n FROM mine")
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", c.name, err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestConnectingSaysWhatIsWrong(t *testing.T) {
	status := func(code int) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Location", "https://elsewhere.example/")
			w.WriteHeader(code)
			return true
		}
	}
	d := newDesk(t, false)
	for code, want := range map[int]string{
		401: `does not take the user "reports"`, 403: `forbids the user "reports"`, 307: "sends its visitors elsewhere", 404: "the address is not that of Trino", 418: "answers 418",
	} {
		d.before = status(code)
		if _, err := NewWarehouse(t.Context(), d.warehouse()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d: %v", code, err)
		}
	}
	gone := d.warehouse()
	d.Close()
	if _, err := NewWarehouse(t.Context(), gone); err == nil || !strings.Contains(err.Error(), "nobody answers at "+gone.Address) {
		t.Error(err)
	}
	for _, w := range []Warehouse{{Address: "trino:8080"}, {Address: "http://me:secret@trino:8080"}, {Address: "http://trino:8080", Password: "secret"}, {Address: "http://trino:8080", Token: "secret"}} {
		if _, err := NewWarehouse(t.Context(), w); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", w.Address, err)
		}
	}
}

func TestACoordinatorThatIsBusyIsAskedAgain(t *testing.T) {
	d := newDesk(t, false)
	times := 0
	d.before = func(w http.ResponseWriter, r *http.Request) bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		times++
		if times <= 2 {
			w.WriteHeader(502 + times) // 503, 504
		}
		return times <= 2
	}
	l, err := NewWarehouse(t.Context(), d.warehouse())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if len(d.asked) != 1 {
		t.Errorf("asked %q", d.asked)
	}
}

func TestCertificatesAreVerified(t *testing.T) {
	d := newDesk(t, true)
	var proof string
	d.before = func(_ http.ResponseWriter, r *http.Request) bool {
		user, password, _ := r.BasicAuth()
		proof = user + "/" + password
		return false
	}
	w := d.warehouse()
	w.Password = "p@ss:word"
	if _, err := NewWarehouse(t.Context(), w); err == nil || !strings.Contains(err.Error(), "ca_file") || strings.Contains(err.Error(), w.Password) || proof != "" {
		t.Errorf("without its authority: %v, sent %q", err, proof)
	}
	w.CA = filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: d.Certificate().Raw})
	if err := os.WriteFile(w.CA, block, 0o666); err != nil {
		t.Fatal(err)
	}
	l, err := NewWarehouse(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if proof != "reports/p@ss:word" {
		t.Errorf("it sent %q", proof)
	}
}

func TestCancellingCancelsTheQuery(t *testing.T) {
	d := newDesk(t, false)
	d.answer = func(statement string) string {
		if strings.Contains(statement, "long") {
			return "never"
		}
		return ""
	}
	l, err := NewWarehouse(t.Context(), d.warehouse())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		time.Sleep(200 * time.Millisecond)
		stop()
	}()
	if _, err := Query[struct{ N int64 }](ctx, l, "SELECT n FROM long"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	for range 100 {
		d.mu.Lock()
		n := d.cancelled
		d.mu.Unlock()
		if n > 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the query goes on in the warehouse")
}

func TestNoMoreRowsComeBackThanMay(t *testing.T) {
	d := newDesk(t, false)
	d.answer = func(statement string) string {
		if strings.Contains(statement, "many") {
			return strings.Replace(oneRow, "[[1]]", "[[1],[null],[3],[4]]", 1)
		}
		return ""
	}
	w := d.warehouse()
	w.Rows = 3
	l, err := NewWarehouse(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var got []int64
	take := func(row []int64) error { got = append(got, row...); return nil }
	var many *RowsError
	if err := Integers(t.Context(), l, "SELECT n FROM many", take); !errors.As(err, &many) || many.Limit != 3 {
		t.Errorf("got %v", err)
	}
	if len(got) != 3 || got[1] != Absent || got[2] != 3 {
		t.Errorf("got %v", got)
	}
}

func TestTablesAreDroppedAtTheEnd(t *testing.T) {
	d := newDesk(t, false)
	l, err := NewWarehouse(t.Context(), d.warehouse())
	if err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), l.engine, []string{"CREATE TABLE a AS\nSELECT 1 AS n", "CREATE VIEW b AS SELECT * FROM a"}); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	last := d.asked[len(d.asked)-1]
	if len(d.asked) != 3 || !strings.HasPrefix(d.asked[1], "CREATE TABLE lake.scratch.xsell_") || !strings.HasPrefix(last, "DROP TABLE IF EXISTS lake.scratch.xsell_") || !strings.HasSuffix(last, "_a") {
		t.Errorf("asked %q", d.asked)
	}
}
