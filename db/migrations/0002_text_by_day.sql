-- +goose Up

-- Rows of the full text stand by day, then id: to find the newest with a word is
-- then to read from the end, however many have it. An id has 32 bits.
ALTER TABLE articles ADD COLUMN text_id INTEGER GENERATED ALWAYS AS (((unixepoch(published) / 86400) << 32) + id) VIRTUAL;
CREATE UNIQUE INDEX articles_by_text ON articles (text_id);

-- Words of scripts that are written without spaces, cut into pieces; see segments.go.
ALTER TABLE articles ADD COLUMN segments TEXT NOT NULL DEFAULT '';
ALTER TABLE engagements ADD COLUMN segments TEXT NOT NULL DEFAULT '';
UPDATE articles SET segments = entente_segments(title, title_original, summary, body)
	WHERE entente_segments(title, title_original, summary, body) <> '';
UPDATE engagements SET segments = entente_segments(title, place) WHERE entente_segments(title, place) <> '';

-- Marks belong to the letter before them (Mn, Mc), so that Hindi or Khmer words are not torn apart.
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
	title, title_original, summary, body, segments,
	content = 'articles', content_rowid = 'text_id',
	tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 67108864); -- as an import does
INSERT INTO articles_fts (rowid, title, title_original, summary, body, segments)
	SELECT text_id, title, title_original, summary, body, segments FROM articles WHERE deleted_at IS NULL ORDER BY text_id;
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 1048576);

DROP TABLE engagements_fts;
CREATE VIRTUAL TABLE engagements_fts USING fts5 (
	title, place, segments,
	content = 'engagements', content_rowid = 'id',
	tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
INSERT INTO engagements_fts (rowid, title, place, segments)
	SELECT id, title, place, segments FROM engagements WHERE deleted_at IS NULL;

-- What an engagement needs of its articles, without their texts.
CREATE INDEX articles_brief ON articles (id, published, state, deleted_at);
