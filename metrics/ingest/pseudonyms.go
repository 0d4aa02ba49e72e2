package ingest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/maphash"
	"sync"

	"xsell/metrics/sales"
)

// KeyBytes is how long the key of [NewPseudonyms] must be at least: as long as the hash,
// so that trying all keys is no way to find out whom a pseudonym stands for (RFC 2104).
const KeyBytes = sha256.Size

// Pseudonyms stand for customers: "Customer 7F3A-K2QX-19AB" for the number or name that a
// sheet gives. They are the first 60 bits of its HMAC-SHA256 under a key, in the digits of
// Crockford's base 32, so that the same customer has the same pseudonym in every run with
// the key, without a table, and nobody can find out the customer without it, not even by
// trying all numbers there are (ENISA, Pseudonymisation techniques, 2019, 5.1).
type Pseudonyms struct {
	key   []byte
	lock  sync.Mutex
	given map[uint64]uint64 // the next 64 bits, by the first 60
	twice bool              // two customers had the same pseudonym
}

// NewPseudonyms makes pseudonyms under a key of KeyBytes or more.
func NewPseudonyms(key []byte) (*Pseudonyms, error) {
	if len(key) < KeyBytes {
		return nil, fmt.Errorf("the key has %d characters; it needs %d or more, best drawn by chance", len(key), KeyBytes)
	}
	return &Pseudonyms{key: key, given: map[uint64]uint64{}}, nil
}

// Fingerprint tells keys apart and says nothing of them; empty without pseudonyms. Reports
// whose customers have pseudonyms of different keys cannot be compared customer by customer.
func (p *Pseudonyms) Fingerprint() string {
	if p == nil {
		return ""
	}
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte("\x00fingerprint of the key"))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// check refuses pseudonyms that two customers share: among a million customers that
// happens with one key in two million.
func (p *Pseudonyms) check() error {
	if p != nil && p.twice {
		return errors.New("two customers have the same pseudonym under this key; take another key")
	}
	return nil
}

// remember takes note of whose pseudonym was given.
func (p *Pseudonyms) remember(code, rest uint64) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if other, is := p.given[code]; is && other != rest {
		p.twice = true
	}
	p.given[code] = rest
}

// namer writes pseudonyms, for one goroutine.
type namer struct {
	from  *Pseudonyms
	mac   hash.Hash
	sum   []byte
	seed  maphash.Seed
	known []knownName // what comes again, bounded as in a textColumn
}

type knownName struct{ name, pseudonym string }

// namer is nil where customers keep their names.
func (p *Pseudonyms) namer() *namer {
	if p == nil {
		return nil
	}
	return &namer{from: p, mac: hmac.New(sha256.New, p.key), seed: maphash.MakeSeed(), known: make([]knownName, internSlots)}
}

// Of is the pseudonym of a customer; the name itself where customers keep theirs.
func (p *Pseudonyms) Of(name string) string {
	if n := p.namer(); n != nil {
		return n.of([]byte(name))
	}
	return name
}

// of is the pseudonym of a customer; none is that of nobody.
func (n *namer) of(name []byte) string {
	if len(name) == 0 || string(name) == sales.Unknown {
		return string(name)
	}
	k := &n.known[maphash.Bytes(n.seed, name)%internSlots]
	if k.name != string(name) {
		*k = knownName{string(name), n.make(name)}
	}
	return k.pseudonym
}

func (n *namer) make(name []byte) string {
	n.mac.Reset()
	n.mac.Write(name)
	n.sum = n.mac.Sum(n.sum[:0])
	code := binary.BigEndian.Uint64(n.sum) >> 4
	n.from.remember(code, binary.BigEndian.Uint64(n.sum[8:]))
	return pseudonymOf(code)
}

// pseudonymOf writes 60 bits.
func pseudonymOf(code uint64) string {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // no I, L, O and U, which are misread
	text := []byte("Customer ")
	for i := range 12 {
		if i == 4 || i == 8 {
			text = append(text, '-')
		}
		text = append(text, digits[code>>(55-5*i)&31])
	}
	return string(text)
}
