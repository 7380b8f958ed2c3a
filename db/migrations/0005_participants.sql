-- +goose Up

-- When an engagement began and ended may be known to the month or the year only.
-- SQLite changes no CHECK, so the table is made anew. What refers to it is whole
-- again before the end.
PRAGMA defer_foreign_keys = ON;

CREATE TEMP TABLE engagements_before AS SELECT * FROM engagements;
CREATE TEMP TABLE engagements_seq AS SELECT seq FROM sqlite_sequence WHERE name = 'engagements';
DROP VIEW engagements_text;
DROP TABLE engagements;

CREATE TABLE engagements (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	key        TEXT NOT NULL UNIQUE CHECK (key <> ''),
	title      TEXT NOT NULL CHECK (title <> ''),
	form       TEXT NOT NULL CHECK (form IN ('', 'meeting', 'visit', 'exercise', 'course', 'operation', 'transfer', 'agreement', 'statement', 'other')),
	start_date TEXT NOT NULL CHECK (start_date = '' OR start_date GLOB '[12][0-9][0-9][0-9]' OR start_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
		OR start_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	end_date   TEXT NOT NULL CHECK (end_date = '' OR end_date GLOB '[12][0-9][0-9][0-9]' OR end_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
		OR end_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	place      TEXT NOT NULL,
	series     TEXT NOT NULL,
	notes      TEXT NOT NULL,
	version    INTEGER NOT NULL CHECK (version > 0),
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	deleted_at INTEGER,
	segments   TEXT NOT NULL DEFAULT '',
	CHECK (end_date = '' OR start_date <= end_date || '~')  -- 2024-02-10 to 2024-02 may be: ~ comes after any digit
) STRICT;

INSERT INTO engagements (id, key, title, form, start_date, end_date, place, series, notes, version, created_at, updated_at, deleted_at, segments)
	SELECT id, key, title, form, start_day, end_day, place, series, notes, version, created_at, updated_at, deleted_at, segments FROM engagements_before;
DELETE FROM sqlite_sequence WHERE name = 'engagements';
INSERT INTO sqlite_sequence (name, seq) SELECT 'engagements', seq FROM engagements_seq;
DROP TABLE engagements_before;
DROP TABLE engagements_seq;

CREATE VIEW engagements_text AS
	SELECT id, title, place, segments FROM engagements WHERE deleted_at IS NULL;

ALTER TABLE engagement_parties ADD COLUMN role TEXT NOT NULL DEFAULT ''
	CHECK (role IN ('', 'provider', 'recipient', 'requester', 'host', 'guest', 'participant', 'observer'));

-- Who took part for a party, with the post held at that time.
CREATE TABLE engagement_officials (
	engagement_id INTEGER NOT NULL REFERENCES engagements,
	party         TEXT NOT NULL,
	rank          INTEGER NOT NULL,               -- from 1, within the party
	name          TEXT NOT NULL CHECK (name <> ''),
	post          TEXT NOT NULL,                  -- '' for not stated
	PRIMARY KEY (engagement_id, party, rank),
	UNIQUE (engagement_id, party, name)
) STRICT, WITHOUT ROWID;
