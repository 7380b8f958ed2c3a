package exchange

import (
	"encoding/json"
	"strings"
)

// Object is a record as a JSON object: its fields are named and ordered as the
// columns of the CSV file, and lists are arrays.
type Object struct {
	columns []Column
	record  []string
}

// ObjectOf makes a record into an object. The record has a cell for each column.
func ObjectOf(columns []Column, record []string) Object { return Object{columns, record} }

// MarshalJSON writes the object.
func (o Object) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, c := range o.columns {
		if i > 0 {
			out = append(out, ',')
		}
		value, err := jsonCell(c, o.record[i])
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, '"'), c.Name...), `":`...)
		out = append(out, value...)
	}
	return append(out, '}'), nil
}

// jsonCell writes one cell as JSON. An empty list is an empty array; an empty
// text is an empty text, as in the CSV file.
func jsonCell(c Column, cell string) ([]byte, error) {
	switch {
	case c.Bare && cell == "":
		return []byte("null"), nil
	case c.Bare:
		return []byte(cell), nil
	case c.List && cell == "":
		return []byte("[]"), nil
	case c.List:
		return json.Marshal(strings.Split(cell, listSeparator))
	}
	return json.Marshal(cell)
}
