-- +goose Up

-- What near-copies of a text are looked up by, see internal/similar. By days, so that
-- what is saved on one day, and asked about it, stands together.
CREATE TABLE article_keys (
	fortnight  INTEGER NOT NULL,                  -- published, in days since 1970, divided by 16
	key        INTEGER NOT NULL,
	article_id INTEGER NOT NULL,
	PRIMARY KEY (fortnight, key, article_id)
) STRICT, WITHOUT ROWID;

-- Two articles that look the same, each way round.
CREATE TABLE article_copies (
	article_id INTEGER NOT NULL REFERENCES articles,
	other_id   INTEGER NOT NULL REFERENCES articles,
	percent    INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100), -- of the shorter text, that stands in the other
	PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;

INSERT INTO article_keys (fortnight, key, article_id)
	SELECT a.text_id >> 32 >> 4, j.value, a.id FROM articles a, json_each(text_keys(iif(a.body <> '', a.body, a.summary))) j
	WHERE true ORDER BY 1, 2, 3
	ON CONFLICT DO NOTHING;

-- A key that very many articles of a fortnight have tells nothing.
INSERT INTO article_copies (article_id, other_id, percent)
	WITH telling AS MATERIALIZED (SELECT fortnight, key FROM article_keys GROUP BY fortnight, key HAVING count(*) <= 50),
	pairs AS MATERIALIZED (
		SELECT DISTINCT min(x.article_id, y.article_id) AS one, max(x.article_id, y.article_id) AS other
		FROM telling t CROSS JOIN article_keys x ON x.fortnight = t.fortnight AND x.key = t.key
		CROSS JOIN article_keys y ON y.fortnight IN (x.fortnight, x.fortnight + 1) AND y.key = x.key AND y.article_id <> x.article_id
	),
	shares AS MATERIALIZED (
		SELECT a.id AS one, b.id AS other, text_share(iif(a.body <> '', a.body, a.summary), iif(b.body <> '', b.body, b.summary)) AS percent
		FROM pairs p CROSS JOIN articles a ON a.id = p.one CROSS JOIN articles b ON b.id = p.other
		WHERE abs((a.text_id >> 32) - (b.text_id >> 32)) <= 14
	)
	SELECT one, other, percent FROM shares WHERE percent >= 50;

INSERT INTO article_copies (article_id, other_id, percent)
	SELECT before, id, 100 FROM (SELECT id, lag(id) OVER (PARTITION BY body_sha256 ORDER BY id) AS before FROM articles WHERE body_sha256 <> '')
	WHERE before IS NOT NULL
	ON CONFLICT DO NOTHING;

INSERT INTO article_copies (article_id, other_id, percent)
	SELECT before, id, 0 FROM (SELECT id, lag(id) OVER (PARTITION BY published, source, title ORDER BY id) AS before FROM articles)
	WHERE before IS NOT NULL
	ON CONFLICT DO NOTHING;

INSERT INTO article_copies (article_id, other_id, percent) SELECT other_id, article_id, percent FROM article_copies;
