-- +goose Up

-- How an article came by each of its codes. So far only a file could bring codes
-- by rule, and there was one codebook.
ALTER TABLE article_areas ADD COLUMN origin TEXT NOT NULL DEFAULT 'human' CHECK (origin IN ('rule', 'human'));
ALTER TABLE article_areas ADD COLUMN codebook INTEGER NOT NULL DEFAULT 1 CHECK (codebook > 0);
ALTER TABLE article_parties ADD COLUMN origin TEXT NOT NULL DEFAULT 'human' CHECK (origin IN ('rule', 'human'));
ALTER TABLE article_parties ADD COLUMN codebook INTEGER NOT NULL DEFAULT 1 CHECK (codebook > 0);

UPDATE article_areas SET origin = 'rule' WHERE article_id IN (SELECT id FROM articles WHERE state = 'suggested');
UPDATE article_parties SET origin = 'rule' WHERE article_id IN (SELECT id FROM articles WHERE state = 'suggested');

CREATE TABLE article_evidence (
	article_id INTEGER NOT NULL REFERENCES articles,
	area       TEXT NOT NULL,
	rank       INTEGER NOT NULL,                  -- from 1, the strongest
	field      TEXT NOT NULL CHECK (field IN ('title', 'summary', 'body')),
	start_byte INTEGER NOT NULL CHECK (start_byte >= 0),
	end_byte   INTEGER NOT NULL CHECK (end_byte > start_byte),
	quote      TEXT NOT NULL CHECK (quote <> ''),
	origin     TEXT NOT NULL CHECK (origin IN ('rule', 'human')),
	PRIMARY KEY (article_id, area, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_refusals (
	article_id INTEGER NOT NULL REFERENCES articles,
	kind       TEXT NOT NULL CHECK (kind IN ('area', 'party', 'form', 'stage')),
	code       TEXT NOT NULL,
	PRIMARY KEY (article_id, kind, code)
) STRICT, WITHOUT ROWID;

-- One for each article in the state suggested, and for no other.
CREATE TABLE article_proposals (
	article_id INTEGER PRIMARY KEY REFERENCES articles,
	form       TEXT NOT NULL,
	stage      TEXT NOT NULL,
	margin     REAL NOT NULL
) STRICT;

-- The queue of what is to be reviewed.
CREATE INDEX article_proposals_by_margin ON article_proposals (margin, article_id);

INSERT INTO article_proposals (article_id, form, stage, margin) SELECT id, '', '', 0 FROM articles WHERE state = 'suggested';
