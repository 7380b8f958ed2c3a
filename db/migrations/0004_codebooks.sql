-- +goose Up

-- Each codebook that was in force since the built-in one, which is version 1 and
-- not stored. Who changed what stands in changes, under its version.
CREATE TABLE codebooks (
	version INTEGER PRIMARY KEY CHECK (version > 1),
	text    TEXT NOT NULL CHECK (text <> '')      -- as internal/codebook writes it
) STRICT;

-- The table changes as it was, but for the noun codebook.
ALTER TABLE changes RENAME TO changes_before;

CREATE TABLE changes (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL,
	actor   TEXT NOT NULL CHECK (actor <> ''),
	batch   TEXT NOT NULL,                        -- names what belongs together and can be undone together, or ''
	noun    TEXT NOT NULL CHECK (noun IN ('article', 'engagement', 'codebook')),
	noun_id INTEGER NOT NULL,
	action  TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete', 'restore', 'link', 'unlink', 'stage')),
	before  TEXT CHECK (before IS NULL OR json_valid(before)),
	after   TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;

INSERT INTO changes SELECT id, at, actor, batch, noun, noun_id, action, before, after FROM changes_before ORDER BY id;
DROP TABLE changes_before;

CREATE INDEX changes_by_noun ON changes (noun, noun_id, id);
CREATE INDEX changes_by_batch ON changes (batch, id) WHERE batch <> '';
CREATE INDEX changes_by_link ON changes (coalesce(after, before) ->> 'engagement_id', id)
	WHERE action IN ('link', 'unlink', 'stage');
