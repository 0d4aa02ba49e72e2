package sheet

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

const (
	msPerDay  = 24 * 60 * 60 * 1000
	maxSerial = 2958466 // the day after 9999-12-31
	offset04  = 1462    // days from the 1900 system's origin to that of 1904
)

// Time is the moment of a serial number in the book's date system, in UTC,
// rounded to the millisecond. It is false for what is no date: below 0, after the
// year 9999, and in the 1900 system the 29th of February 1900, which Excel counts
// and the calendar does not have (serial 60).
func (b *Book) Time(serial float64) (time.Time, bool) { return fromSerial(serial, b.date1904) }

func fromSerial(serial float64, date1904 bool) (time.Time, bool) {
	if date1904 {
		serial += offset04
	}
	if !(serial >= 0 && serial < maxSerial) {
		return time.Time{}, false
	}
	ms := int64(math.Round(serial * msPerDay))
	day, ms := ms/msPerDay, ms%msPerDay
	switch {
	case day < 60 && !date1904:
		day++ // before the day that never was, serials count from 1899-12-31
	case day == 60 && !date1904:
		return time.Time{}, false
	}
	origin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	return origin.AddDate(0, 0, int(day)).Add(time.Duration(ms) * time.Millisecond), true
}

// isoSerial turns the ISO 8601 text of a t="d" cell into the digits of a serial
// number, so that dates come in one form. A time without a day is a Time.
func isoSerial(text []byte, date1904 bool) ([]byte, Kind, bool) {
	s := strings.TrimSuffix(string(bytes.TrimSpace(text)), "Z")
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			serial, ok := toSerial(t, date1904)
			return serial, Date, ok
		}
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(layout, strings.TrimPrefix(s, "T")); err == nil {
			ms := t.Sub(t.Truncate(24 * time.Hour)).Milliseconds()
			return strconv.AppendFloat(nil, float64(ms)/msPerDay, 'f', -1, 64), Time, true
		}
	}
	return nil, Text, false
}

func toSerial(t time.Time, date1904 bool) ([]byte, bool) {
	origin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	serial := float64(t.Unix()-origin.Unix())/(24*60*60) + float64(t.Nanosecond()/1e6)/msPerDay
	if date1904 {
		serial -= offset04
	} else if serial < 61 {
		serial--
	}
	return strconv.AppendFloat(nil, serial, 'f', -1, 64), serial >= 0
}
