package dbtest

// What one would ask the sqlite3 command for the same answers, to measure
// against. Time zones and settings are those of that command.

// PeerArticlesSQL gives the columns of articles.csv, all articles that are not
// left out, newest first.
const PeerArticlesSQL = `SELECT a.id AS article_id, a.title, a.title_original, a.url, a.source, a.author, a.published, a.accessed, a.language,
	a.archive_url, a.summary, a.body, a.notes,
	(SELECT group_concat(area, ';') FROM article_areas WHERE article_id = a.id) AS areas,
	(SELECT group_concat(party, ';') FROM article_parties WHERE article_id = a.id) AS parties,
	iif(a.state = 'suggested', 'rule', 'human') AS origin, a.state,
	(SELECT group_concat(e.key, ';') FROM reports r JOIN engagements e ON e.id = r.engagement_id
		WHERE r.article_id = a.id AND e.deleted_at IS NULL) AS engagement_keys,
	strftime('%Y-%m-%dT%H:%M:%fZ', a.created_at / 1000.0, 'unixepoch') AS created_at,
	strftime('%Y-%m-%dT%H:%M:%fZ', a.updated_at / 1000.0, 'unixepoch') AS updated_at
	FROM articles a WHERE a.deleted_at IS NULL AND a.state <> 'excluded' ORDER BY a.published DESC, a.id DESC`

// PeerAreaPairsSQL counts every two areas of the articles of a view, in the
// parameters :area, :party, :from and :to.
const PeerAreaPairsSQL = `SELECT x.area, y.area, count(*) FROM articles a
	JOIN article_areas x ON x.article_id = a.id JOIN article_areas y ON y.article_id = a.id AND x.area < y.area
	WHERE a.deleted_at IS NULL AND a.state <> 'excluded' AND a.published BETWEEN :from AND :to
		AND EXISTS (SELECT 1 FROM article_areas WHERE article_id = a.id AND area = :area)
		AND EXISTS (SELECT 1 FROM article_parties WHERE article_id = a.id AND party = :party)
	GROUP BY x.area, y.area`

// PeerAllAreaPairsSQL counts every two areas of all articles.
const PeerAllAreaPairsSQL = `SELECT x.area, y.area, count(*) FROM articles a
	JOIN article_areas x ON x.article_id = a.id JOIN article_areas y ON y.article_id = a.id AND x.area < y.area
	WHERE a.deleted_at IS NULL AND a.state <> 'excluded'
	GROUP BY x.area, y.area`

// PeerHitsSQL lists the articles that hold the word :word.
const PeerHitsSQL = `SELECT json_group_array(rowid) FROM articles_fts WHERE articles_fts MATCH :word`

// PeerNothingSQL takes the time of the sqlite3 command itself.
const PeerNothingSQL = `SELECT 1`
