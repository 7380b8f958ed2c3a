-- +goose Up

-- Rowids of the full text sort like the date, so that the newest hits are the
-- last of any search. The low 32 bits are the id.
ALTER TABLE articles ADD COLUMN text_id INTEGER NOT NULL
	GENERATED ALWAYS AS (unixepoch(published) / 86400 * 4294967296 + id) VIRTUAL CHECK (id < 4294967296);

CREATE UNIQUE INDEX articles_by_text_id ON articles (text_id);

-- What internal/segments cuts out of the texts: runs of scripts that write no spaces.
ALTER TABLE articles ADD COLUMN segments TEXT NOT NULL DEFAULT '';
ALTER TABLE engagements ADD COLUMN segments TEXT NOT NULL DEFAULT '';

UPDATE articles SET segments = segments_of(title, title_original, summary, body)
	WHERE segments_of(title, title_original, summary, body) <> '';
UPDATE engagements SET segments = segments_of(title, place) WHERE segments_of(title, place) <> '';

DROP TABLE articles_fts;
DROP TABLE engagements_fts;

-- What the full text holds, so that FTS5 itself can check and rebuild it.
CREATE VIEW articles_text AS
	SELECT text_id, title, title_original, summary, body, segments FROM articles WHERE deleted_at IS NULL;
CREATE VIEW engagements_text AS
	SELECT id, title, place, segments FROM engagements WHERE deleted_at IS NULL;

CREATE VIRTUAL TABLE articles_fts USING fts5 (
	title, title_original, summary, body, segments,
	content = 'articles_text', content_rowid = 'text_id', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE engagements_fts USING fts5 (
	title, place, segments,
	content = 'engagements_text', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Parts of the text are merged beside the saves, not by them: merging a large one takes seconds.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 0), ('usermerge', 8), ('crisismerge', 1000);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 67108864);
-- In the order of rowids: FTS5 writes out what it has gathered when one is lower than that before.
INSERT INTO articles_fts (rowid, title, title_original, summary, body, segments)
	SELECT text_id, title, title_original, summary, body, segments FROM articles_text ORDER BY text_id;
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 1048576);
INSERT INTO engagements_fts (engagements_fts) VALUES ('rebuild');

-- What an engagement needs of its articles, without their texts.
CREATE INDEX articles_brief ON articles (id, published, state, deleted_at);
