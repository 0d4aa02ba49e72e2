package report

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// pivot lays out the sheet of the pivot table: revenue, CM1 and margin by business area, product type and month,
// with slicers. excelize makes the parts and what leads to them, from the
// headings alone; what they hold is written when the lines have gone by.
func (b *book) pivot() error {
	if b.data == nil || b.data.cross == nil {
		return nil
	}
	c := b.data.cross
	g := newGrid()
	for i, width := range []float64{44, 20, 20, 20} {
		g.width(i+1, width)
	}
	g.set(1, 1, gridCell{style: b.style(titleLook), value: b.sheets.pivot})
	g.heights[1] = 26
	g.set(1, 2, gridCell{style: b.style(noteLook), value: b.say("All lines of the sheet %s. A row unfolds by its plus sign; the slicers beside the table choose.", b.sheets.data)})
	g.set(1, 3, gridCell{style: b.style(linkLook), value: b.say("← Contents")})
	g.links = append(g.links, cellLink{"A3", quoteSheet(b.sheets.cover) + "!A1", b.say("Back to the contents")})
	g.frozen, g.print, g.titles = [2]int{1, crossTop}, []string{"$A:$D"}, fmt.Sprintf("$%[1]d:$%[1]d", crossTop)
	b.cross = b.crossStyles()
	if err := b.put(b.sheets.pivot, g); err != nil {
		return err
	}
	part, err := b.partOf(b.sheets.pivot)
	if err != nil {
		return err
	}
	last := c.first + len(c.fields)
	source := cellName(c.first+1, 1) + ":" + cellName(last, b.data.lastRow())
	b.fill[part] = filling{when: late, write: b.writeCross(g)}
	b.fill[cacheDefinition] = filling{when: late, write: c.writeCache(b.sheets.data, source)}
	b.fill[cacheRelations] = filling{write: writeRelations}
	b.fill[cacheRecords] = filling{packed: &c.part}
	b.fill[crossDefinition] = filling{when: late, write: c.writeTable}
	return errors.Join(b.addPivot(cellName(c.first+1, 1)+":"+cellName(last, 2)), b.addSlicers())
}

// addPivot lets excelize make the pivot table of some cells.
func (b *book) addPivot(source string) error {
	c := b.data.cross
	o := &excelize.PivotTableOptions{DataRange: b.sheets.data + "!" + source, PivotTableRange: fmt.Sprintf("%s!A%d:D%d", b.sheets.pivot, crossTop, crossTop+5),
		Name: "pivot", Data: []excelize.PivotTableField{{Data: b.titleOf(c.revenue), Name: c.words.Say("Revenue"), Subtotal: "Sum"}}}
	for _, f := range c.rows {
		o.Rows = append(o.Rows, excelize.PivotTableField{Data: b.titleOf(f)})
	}
	if err := b.file.AddPivotTable(o); err != nil {
		return err
	}
	types := b.file.ContentTypes
	records := types.Overrides[0]
	records.PartName, records.ContentType = "/"+cacheRecords, recordsType
	types.Overrides = append(types.Overrides, records)
	return nil
}

// addSlicers puts a slicer for each field that is a row beside the table.
func (b *book) addSlicers() error {
	c := b.data.cross
	for i, f := range c.rows {
		title := b.titleOf(f)
		err := b.file.AddSlicer(b.sheets.pivot, &excelize.SlicerOptions{Name: title, Cell: cellName(6+3*i, crossTop), TableSheet: b.sheets.pivot, TableName: "pivot", Caption: title,
			Height: 320, Format: excelize.GraphicOptions{AltText: b.say("Chooses the lines of the pivot table by %s", title)}})
		if err != nil {
			return err
		}
		b.fill[fmt.Sprintf("xl/slicerCaches/slicerCache%d.xml", i+1)] = filling{when: late, write: c.writeSlicer(f)}
	}
	return nil
}

// titleOf is the heading of a field.
func (b *book) titleOf(field int) string {
	return b.data.cross.fields[field].title
}
