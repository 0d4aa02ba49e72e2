package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"xsell/metrics/lazy"
	"xsell/metrics/sales"
)

// The parts of a pivot table (ECMA-376, part 1, 18.10). excelize makes them without records,
// so that the table would be empty until it is refreshed; they are written anew here.
const (
	cacheDefinition = "xl/pivotCache/pivotCacheDefinition1.xml"
	cacheRecords    = "xl/pivotCache/pivotCacheRecords1.xml"
	cacheRelations  = "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels"
	crossDefinition = "xl/pivotTables/pivotTable1.xml"

	recordsType = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheRecords+xml"
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

var (
	dimensionElement = lazy.Regexp(`<dimension ref="[^"]*"`)
	cacheNumber      = lazy.Regexp(`cacheId="([0-9]+)"`)
	extensions       = lazy.Regexp(`(?s)<extLst>.*</extLst>`)
	slicerItems      = lazy.Regexp(`(?s)<items count="[0-9]+">.*</items>`)
)

func (c *crossTable) recordsHead() string {
	return xmlHead + `<pivotCacheRecords xmlns="` + mainSpace + `" xmlns:r="` + officeSpace + `">`
}

// appendRecord appends the value of a record: a text as the number of its item.
func appendRecord(b []byte, kind sales.Kind, v any, item int) []byte {
	if kind == sales.Text {
		return append(strconv.AppendInt(append(b, `<x v="`...), int64(item), 10), `"/>`...)
	}
	switch v := v.(type) {
	case sales.Money:
		return append(appendScaled(append(b, `<n v="`...), int64(v)), `"/>`...)
	case sales.Quantity:
		return append(appendScaled(append(b, `<n v="`...), int64(v)), `"/>`...)
	}
	return append(b, "<m/>"...)
}

// writeRelations leads from the definition to the records.
func writeRelations(w io.Writer, _ []byte) error {
	_, err := io.WriteString(w, xmlHead+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+
		`<Relationship Id="rId1" Type="`+officeSpace+`/pivotCacheRecords" Target="pivotCacheRecords1.xml"/></Relationships>`)
	return err
}

// writeCache writes the fields with their items. The extension that slicers find it by stays.
func (c *crossTable) writeCache(sheet, source string) func(io.Writer, []byte) error {
	return func(w io.Writer, made []byte) error {
		var b bytes.Buffer
		fmt.Fprintf(&b, `%s<pivotCacheDefinition xmlns="%s" xmlns:r="%s" r:id="rId1" refreshOnLoad="1" refreshedBy="xsell" createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" recordCount="%d">`,
			xmlHead, mainSpace, officeSpace, c.records)
		fields := len(c.fields)
		if c.cm1 >= 0 {
			fields++
		}
		fmt.Fprintf(&b, `<cacheSource type="worksheet"><worksheetSource ref="%s" sheet="%s"/></cacheSource><cacheFields count="%d">`, source, escapeXML(sheet), fields)
		for i := range c.fields {
			c.fields[i].write(&b)
		}
		if c.cm1 >= 0 {
			fmt.Fprintf(&b, `<cacheField name="%[3]s" numFmtId="0" formula="IF('%[2]s'&gt;0,'%[1]s'/'%[2]s',1/0)" databaseField="0"/>`,
				escapeXML(c.fields[c.cm1].title), escapeXML(c.fields[c.costed].title), escapeXML(c.words.Say("Margin")))
		}
		b.WriteString("</cacheFields>")
		b.Write(extensions().Find(made))
		b.WriteString("</pivotCacheDefinition>")
		_, err := b.WriteTo(w)
		return err
	}
}

// write writes the field with what its records refer to.
func (f *crossField) write(b *bytes.Buffer) {
	fmt.Fprintf(b, `<cacheField name="%s" numFmtId="0"><sharedItems`, escapeXML(f.title))
	if f.column.Kind != sales.Text {
		f.writeRange(b)
		b.WriteString("/></cacheField>")
		return
	}
	if f.blank {
		b.WriteString(` containsBlank="1"`)
	}
	long := false
	for _, item := range f.items {
		long = long || utf8.RuneCountInString(item) > 255
	}
	fmt.Fprintf(b, ` count="%d"`, len(f.items))
	if long {
		b.WriteString(` longText="1"`)
	}
	b.WriteString(">")
	for _, item := range f.items {
		if item == noText {
			b.WriteString("<m/>")
			continue
		}
		fmt.Fprintf(b, `<s v="%s"/>`, escapeXML(item))
	}
	b.WriteString("</sharedItems></cacheField>")
}

// writeRange says what numbers a field holds.
func (f *crossField) writeRange(b *bytes.Buffer) {
	switch {
	case !f.seen:
		b.WriteString(` containsNonDate="0" containsString="0" containsBlank="1"`)
		return
	case f.blank:
		b.WriteString(` containsString="0" containsBlank="1" containsNumber="1"`)
	default:
		b.WriteString(` containsSemiMixedTypes="0" containsString="0" containsNumber="1"`)
	}
	if !f.fraction {
		b.WriteString(` containsInteger="1"`)
	}
	fmt.Fprintf(b, ` minValue="%s" maxValue="%s"`, appendScaled(nil, f.least), appendScaled(nil, f.most))
}

// writeTable writes what the table looks like.
func (c *crossTable) writeTable(w io.Writer, made []byte) error {
	id := cacheNumber().FindSubmatch(made)
	if id == nil {
		return errors.New("a pivot table has no number; this is a defect of xsell, please report it")
	}
	var b bytes.Buffer
	rows := c.shown()
	fmt.Fprintf(&b, `%s<pivotTableDefinition xmlns="%s" name="pivot" cacheId="%s" applyNumberFormats="0" applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" applyAlignmentFormats="0" applyWidthHeightFormats="1" dataCaption="%s" showError="1" errorCaption="" updatedVersion="6" minRefreshableVersion="3" itemPrintTitles="1" createdVersion="6" indent="0" outline="1" outlineData="1" multipleFieldFilters="0" rowHeaderCaption="%s">`,
		xmlHead, mainSpace, id[1], escapeXML(c.words.Say("Values")), escapeXML(c.rowCaption()))
	named := 0 // values have a row of names, unless there is just one
	if len(c.heads()) == 2 {
		named = 1
	}
	fmt.Fprintf(&b, `<location ref="A%d:%s" firstHeaderRow="%d" firstDataRow="1" firstDataCol="1"/>`, crossTop, cellName(len(c.heads()), crossTop+len(rows)), named)
	c.writeFields(&b)
	fmt.Fprintf(&b, `<rowFields count="%d">`, len(c.rows))
	for _, f := range c.rows {
		fmt.Fprintf(&b, `<field x="%d"/>`, f)
	}
	fmt.Fprintf(&b, `</rowFields><rowItems count="%d">`, len(rows))
	for _, row := range rows {
		row.write(&b)
	}
	b.WriteString(`</rowItems>`)
	c.writeValues(&b)
	b.WriteString(`<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1" showRowStripes="0" showColStripes="0" showLastColumn="1"/></pivotTableDefinition>`)
	_, err := b.WriteTo(w)
	return err
}

// writeFields writes how each field is used; items of the last level but one are folded.
func (c *crossTable) writeFields(b *bytes.Buffer) {
	fields := len(c.fields)
	if c.cm1 >= 0 {
		fields++
	}
	fmt.Fprintf(b, `<pivotFields count="%d">`, fields)
	for i, f := range c.fields {
		level := -1
		for n, row := range c.rows {
			if row == i {
				level = n
			}
		}
		switch {
		case level >= 0:
			folded := ""
			if level == len(c.rows)-2 {
				folded = ` sd="0"`
			}
			fmt.Fprintf(b, `<pivotField axis="axisRow" showAll="0"><items count="%d">`, len(f.items)+1)
			for _, item := range f.sorted() {
				fmt.Fprintf(b, `<item%s x="%d"/>`, folded, item)
			}
			b.WriteString(`<item t="default"/></items></pivotField>`)
		case i == c.revenue || i == c.cm1:
			b.WriteString(`<pivotField dataField="1" showAll="0"/>`)
		default:
			b.WriteString(`<pivotField showAll="0"/>`)
		}
	}
	if c.cm1 >= 0 {
		b.WriteString(`<pivotField dataField="1" dragToRow="0" dragToCol="0" dragToPage="0" showAll="0" defaultSubtotal="0"/>`)
	}
	b.WriteString(`</pivotFields>`)
}

// write writes the row.
func (r crossRow) write(b *bytes.Buffer) {
	switch {
	case r.level < 0:
		b.WriteString(`<i t="grand"><x/></i>`)
	case r.level == 0:
		fmt.Fprintf(b, `<i><x v="%d"/></i>`, r.item)
	default:
		fmt.Fprintf(b, `<i r="%d"><x v="%d"/></i>`, r.level, r.item)
	}
}

// writeValues writes the columns of the table.
func (c *crossTable) writeValues(b *bytes.Buffer) {
	heads := c.heads()[1:]
	if len(heads) == 1 {
		b.WriteString(`<colItems count="1"><i/></colItems>`)
	} else {
		fmt.Fprintf(b, `<colFields count="1"><field x="-2"/></colFields><colItems count="%d"><i><x/></i>`, len(heads))
		for i := 1; i < len(heads); i++ {
			fmt.Fprintf(b, `<i i="%[1]d"><x v="%[1]d"/></i>`, i)
		}
		b.WriteString(`</colItems>`)
	}
	of := []struct{ field, format int }{{c.revenue, crossMoneyID}, {c.cm1, crossMoneyID}, {len(c.fields), crossShareID}}
	fmt.Fprintf(b, `<dataFields count="%d">`, len(heads))
	for i, head := range heads {
		fmt.Fprintf(b, `<dataField name="%s" fld="%d" baseField="0" baseItem="0" numFmtId="%d"/>`, escapeXML(head), of[i].field, of[i].format)
	}
	b.WriteString(`</dataFields>`)
}

// writeSlicer writes the items of a field into a slicer, all of them chosen.
func (c *crossTable) writeSlicer(field int) func(io.Writer, []byte) error {
	return func(w io.Writer, made []byte) error {
		var b bytes.Buffer
		f := &c.fields[field]
		fmt.Fprintf(&b, `<items count="%d">`, len(f.items))
		for _, item := range f.sorted() {
			fmt.Fprintf(&b, `<i x="%d" s="1"/>`, item)
		}
		b.WriteString(`</items>`)
		if !slicerItems().Match(made) {
			return errors.New("a slicer has no items; this is a defect of xsell, please report it")
		}
		_, err := w.Write(slicerItems().ReplaceAllLiteral(made, b.Bytes()))
		return err
	}
}
