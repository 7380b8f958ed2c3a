package exchange

// DossierColumns are the columns of the files of a dossier, by name.
var DossierColumns = map[string][]Column{
	"mix": {
		{Name: "year", Meaning: "year"},
		{Name: "area", Meaning: "slug of the codebook; all for all rows of the year"},
		{Name: "count", Meaning: "rows of the dossier with that area", Bare: true},
		{Name: "share", Meaning: "the same as a part of all its rows of the year, from 0 to 1; empty without rows", Bare: true},
		{Name: "others", Meaning: "rows of the view outside the dossier with that area", Bare: true},
		{Name: "others_share", Meaning: "the same as a part of all rows outside the dossier in that year", Bare: true},
		{Name: "incomplete", Meaning: "true for a year that is still running", Bare: true},
	},
	"areas": {
		{Name: "area", Meaning: "slug of the codebook"},
		{Name: "area_name", Meaning: "name of the area", Text: true},
		{Name: "count", Meaning: "rows with that area", Bare: true},
		{Name: "first", Meaning: "day of the first of them"},
		{Name: "first_id", Meaning: "its number", Bare: true},
		{Name: "latest", Meaning: "day of the latest"},
		{Name: "latest_id", Meaning: "its number", Bare: true},
	},
	"gaps": {
		{Name: "area", Meaning: "slug of the codebook; all for any area"},
		{Name: "kind", Meaning: "all: nothing in two or more whole years; since: none for a year or more before the record ends; between: none in two or more whole years; never: none at all, but of others"},
		{Name: "from", Meaning: "since: day after the latest row; all, between: first day of the years without one"},
		{Name: "to", Meaning: "since: last day of the record; all, between: last day of the years without one"},
		{Name: "months", Meaning: "whole months from the one to the other", Bare: true},
		{Name: "count", Meaning: "rows of the dossier with that area, in all", Bare: true},
		{Name: "meanwhile", Meaning: "rows of the dossier in other areas in that time", Bare: true},
		{Name: "elsewhere", Meaning: "never: rows outside the dossier with that area", Bare: true},
	},
	"forms": {
		{Name: "form", Meaning: "a slug of the codebook"},
		{Name: "form_name", Meaning: "its name", Text: true},
		{Name: "count", Meaning: "rows of that form", Bare: true},
		{Name: "share", Meaning: "the same as a part of all rows of the dossier, from 0 to 1", Bare: true},
	},
	"stages": StageColumns,
	"partners": {
		{Name: "party", Meaning: "code of a party that takes part too"},
		{Name: "party_name", Meaning: "its name", Text: true},
		{Name: "count", Meaning: "rows in which it does", Bare: true},
		{Name: "share", Meaning: "the same as a part of all rows of the dossier, from 0 to 1", Bare: true},
	},
	"officials": {
		{Name: "party", Meaning: "code of the party that the official stood for"},
		{Name: "name", Meaning: "name of the official", Text: true},
		{Name: "post", Meaning: "latest post that is stated", Text: true},
		{Name: "level", Meaning: "most senior level that the words of a post tell"},
		{Name: "count", Meaning: "engagements in which the official took part", Bare: true},
		{Name: "engagement_ids", Meaning: "their numbers, latest first", List: true},
	},
	"series": {
		{Name: "series", Meaning: "name of the series", Text: true},
		{Name: "year", Meaning: "year, without a gap"},
		{Name: "status", Meaning: "held, planned, cancelled, reported (at no stage that is stated) or missing"},
		{Name: "engagement_ids", Meaning: "numbers of its engagements", List: true},
		{Name: "open", Meaning: "true where nothing is reported of a year in which the record ends", Bare: true},
	},
}
