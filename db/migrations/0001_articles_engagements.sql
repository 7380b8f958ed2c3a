-- +goose Up

CREATE TABLE articles (
	id             INTEGER PRIMARY KEY AUTOINCREMENT,
	title          TEXT NOT NULL CHECK (title <> ''),
	title_original TEXT NOT NULL,
	url            TEXT NOT NULL,                 -- as given
	canonical_url  TEXT UNIQUE,                   -- NULL without url; a deleted article keeps its own
	source         TEXT NOT NULL CHECK (source <> ''),
	author         TEXT NOT NULL,
	published      TEXT NOT NULL CHECK (published GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	accessed       TEXT NOT NULL CHECK (accessed = '' OR accessed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	language       TEXT NOT NULL,
	archive_url    TEXT NOT NULL,
	summary        TEXT NOT NULL,
	notes          TEXT NOT NULL,
	state          TEXT NOT NULL CHECK (state IN ('uncoded', 'suggested', 'coded', 'excluded')),
	coder          TEXT NOT NULL,                 -- '' without codes
	version        INTEGER NOT NULL CHECK (version > 0),
	created_at     INTEGER NOT NULL,              -- instants are Unix milliseconds
	updated_at     INTEGER NOT NULL,
	coded_at       INTEGER NOT NULL,              -- last change of areas, parties, state or coder
	deleted_at     INTEGER,
	body_sha256    TEXT NOT NULL,                 -- '' without body
	body           TEXT NOT NULL,                 -- last, so that reading the rest leaves its pages alone
	CHECK ((url = '') = (canonical_url IS NULL))
) STRICT;

-- All that the columns of internal/figures need, so that loading them reads no text.
CREATE INDEX articles_by_day ON articles (published, id, created_at, source, language, state, deleted_at)
	WHERE deleted_at IS NULL;

-- To tell at once that a text is here already.
CREATE INDEX articles_by_body ON articles (body_sha256) WHERE body_sha256 <> '' AND deleted_at IS NULL;

CREATE TABLE article_areas (
	article_id INTEGER NOT NULL REFERENCES articles,
	area       TEXT NOT NULL,
	PRIMARY KEY (article_id, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_parties (
	article_id INTEGER NOT NULL REFERENCES articles,
	party      TEXT NOT NULL,
	PRIMARY KEY (article_id, party)
) STRICT, WITHOUT ROWID;

CREATE TABLE engagements (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	key        TEXT NOT NULL UNIQUE CHECK (key <> ''),
	title      TEXT NOT NULL CHECK (title <> ''),
	form       TEXT NOT NULL CHECK (form IN ('', 'meeting', 'visit', 'exercise', 'course', 'operation', 'transfer', 'agreement', 'statement', 'other')),
	start_day  TEXT NOT NULL CHECK (start_day = '' OR start_day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	end_day    TEXT NOT NULL CHECK (end_day = '' OR end_day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
	place      TEXT NOT NULL,
	series     TEXT NOT NULL,
	notes      TEXT NOT NULL,
	version    INTEGER NOT NULL CHECK (version > 0),
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	deleted_at INTEGER,
	CHECK (end_day = '' OR start_day <= end_day)
) STRICT;

CREATE TABLE engagement_areas (
	engagement_id INTEGER NOT NULL REFERENCES engagements,
	area          TEXT NOT NULL,
	PRIMARY KEY (engagement_id, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE engagement_parties (
	engagement_id INTEGER NOT NULL REFERENCES engagements,
	party         TEXT NOT NULL,
	PRIMARY KEY (engagement_id, party)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
	article_id    INTEGER NOT NULL REFERENCES articles,
	engagement_id INTEGER NOT NULL REFERENCES engagements,
	stage         TEXT NOT NULL CHECK (stage IN ('', 'asked', 'offered', 'planned', 'agreed', 'under-way', 'done', 'lapsed')),
	seq           INTEGER NOT NULL,               -- order of linking within the article
	linked_at     INTEGER NOT NULL,
	PRIMARY KEY (article_id, engagement_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX reports_by_engagement ON reports (engagement_id, article_id, stage);

-- Who changed what, when. Only ever appended to.
CREATE TABLE changes (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL,
	actor   TEXT NOT NULL CHECK (actor <> ''),
	batch   TEXT NOT NULL,                        -- names what belongs together and can be undone together, or ''
	noun    TEXT NOT NULL CHECK (noun IN ('article', 'engagement')),
	noun_id INTEGER NOT NULL,
	action  TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete', 'restore', 'link', 'unlink', 'stage')),
	before  TEXT CHECK (before IS NULL OR json_valid(before)),
	after   TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;

CREATE INDEX changes_by_noun ON changes (noun, noun_id, id);
CREATE INDEX changes_by_batch ON changes (batch, id) WHERE batch <> '';
CREATE INDEX changes_by_link ON changes (coalesce(after, before) ->> 'engagement_id', id)
	WHERE action IN ('link', 'unlink', 'stage');

-- Full text of what is not deleted. The application keeps both up to date: a
-- trigger would flush FTS5 at each row, which makes an import three times slower.
CREATE VIRTUAL TABLE articles_fts USING fts5 (
	title, title_original, summary, body,
	content = 'articles', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE engagements_fts USING fts5 (
	title, place,
	content = 'engagements', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
