package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// routes is the site map. Every GET is free of effects and answers HEAD too.
func (s *Site) routes(e *echo.Echo) {
	get := func(path string, h echo.HandlerFunc) {
		e.Match([]string{http.MethodGet, http.MethodHead}, path, h)
	}

	get("/", s.Dashboard)
	get("/relations", s.Relations)
	get("/charts/:file", s.Chart) // {name}.csv and {name}.json

	get("/articles", s.Articles)
	get("/articles.csv", s.ArticlesCSV)
	get("/articles.json", s.ArticlesJSON)
	get("/reports.csv", s.ReportsCSV)
	get("/codings.csv", s.CodingsCSV)
	get("/articles/new", s.NewArticle)
	get("/articles/unlinked", s.Unlinked)
	get("/articles/duplicates", s.Duplicates)
	e.POST("/articles", s.CreateArticle)
	get("/articles/:id", s.Article)
	get("/articles/:id/edit", s.EditArticle)
	e.POST("/articles/:id", s.UpdateArticle)
	e.POST("/articles/:id/delete", s.DeleteArticle)
	e.POST("/articles/:id/restore", s.RestoreArticle)
	e.POST("/articles/:id/confirm", s.ConfirmArticle)
	e.POST("/articles/:id/undo", s.UndoDecision)
	e.POST("/articles/:id/quotes", s.AttachQuote)
	e.POST("/articles/:id/quotes/delete", s.RemoveQuote)
	e.POST("/articles/:id/reports", s.LinkReport)
	e.POST("/articles/:id/reports/:engagement", s.CorrectReport)
	e.POST("/articles/:id/reports/:engagement/delete", s.UnlinkReport)

	e.POST("/suggest", s.Suggest)

	get("/engagements", s.Engagements)
	get("/engagements.csv", s.EngagementsCSV)
	get("/engagements.json", s.EngagementsJSON)
	get("/participants.csv", s.ParticipantsCSV)
	get("/engagements/:id", s.Engagement)
	get("/engagements/:id/edit", s.EditEngagement)
	e.POST("/engagements/:id", s.UpdateEngagement)
	e.POST("/engagements/:id/delete", s.DeleteEngagement)
	e.POST("/engagements/:id/restore", s.RestoreEngagement)
	get("/engagements/:id/merge", s.Merge)
	e.POST("/engagements/:id/merge", s.MergeEngagements)
	e.POST("/engagements/:id/split", s.SplitEngagement)
	e.POST("/engagements/:id/undo", s.UndoRegrouping)

	get("/parties", s.Parties)
	get("/parties.csv", s.PartiesCSV)
	get("/parties.json", s.PartiesJSON)
	get("/parties/:party", s.Party)
	get("/parties/:party/:figure", s.PartyFile) // {name}.csv and {name}.json
	get("/pairs", s.Pairs)
	get("/pairs.csv", s.PairsCSV)
	get("/pairs.json", s.PairsJSON)
	get("/pairs/:pair", s.Pair)
	get("/pairs/:pair/:figure", s.PairFile)

	get("/review", s.Review)
	get("/review/:id", s.ReviewArticle)
	e.POST("/review/:id", s.SaveReview)
	e.POST("/review/:id/undo", s.UndoReview)

	get("/codebook", s.Codebook)
	get("/codebook.css", s.CodebookCSS)
	get("/codebook.txt", s.CodebookText)
	get("/codebook/areas/new", s.NewArea)
	e.POST("/codebook/areas", s.CreateArea)
	get("/codebook/areas/:slug", s.EditArea)
	e.POST("/codebook/areas/:slug", s.UpdateArea)
	e.POST("/codebook/areas/:slug/retire", s.RetireArea)
	e.POST("/codebook/areas/:slug/offer", s.OfferArea)
	e.POST("/codebook/versions/:version/restore", s.RestoreCodebook)
	e.POST("/codebook/versions/:version/undo", s.UndoCodebook)

	e.POST("/starter", s.LoadStarter)
	e.POST("/preferences", s.SetPreferences)
	get("/healthz", s.Healthz)
	get("/readyz", s.Readyz)
	get("/assets/:hash/*", s.Asset)
	get("/favicon.ico", s.Favicon)
}
