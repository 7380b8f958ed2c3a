package suggest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Example is a text with the codes that people gave it.
type Example struct {
	ID          string
	Title, Text string
	Areas       []string // none: the text is no defence cooperation
	Parties     []string
	Form, Stage string // "" if not coded
}

// columnNames are the names that a column can have, the usual one first.
var columnNames = map[string][]string{
	"id":      {"id", "engagement_key", "url"},
	"title":   {"title", "headline"},
	"text":    {"text", "body", "summary"},
	"areas":   {"areas"},
	"parties": {"parties"},
	"form":    {"form"},
	"stage":   {"stage"},
}

// ReadExamples reads coded texts from a CSV file with the columns id, title, text,
// areas, parties, form and stage, lists with ; inside. The starter data is such a
// file, too: its texts stand under summary.
func ReadExamples(r io.Reader) ([]Example, error) {
	reader := csv.NewReader(r)
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	at := func(column string) int {
		for _, name := range columnNames[column] {
			if i := slices.Index(header, name); i >= 0 {
				return i
			}
		}
		return -1
	}
	if at("text") < 0 || at("areas") < 0 {
		return nil, errors.New("the header names no column text or no column areas")
	}
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	var out []Example
	for _, row := range rows {
		cell := func(column string) string {
			if i := at(column); i >= 0 {
				return row[i]
			}
			return ""
		}
		out = append(out, Example{
			ID: cell("id"), Title: cell("title"), Text: cell("text"),
			Areas: list(cell("areas")), Parties: list(cell("parties")),
			Form: cell("form"), Stage: cell("stage"),
		})
	}
	return out, nil
}

func list(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == ' ' })
}
