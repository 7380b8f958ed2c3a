package handlers

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"entente/internal/coop"
	"entente/views"
)

// preferences are the cookies that a reader sets, with the values they take.
var preferences = map[string][]string{
	"theme":    {"auto", "light", "dark"},
	"patterns": {"on", "off"},
	"keys":     {"on", "off"},
}

// SetPreferences handles POST /preferences: it keeps the theme, patterns on
// areas and keyboard shortcuts in cookies, and goes back to the page.
func (s *Site) SetPreferences(c echo.Context) error {
	var form struct {
		Theme    string `form:"theme"`
		Patterns string `form:"patterns"`
		Keys     string `form:"keys"`
		Back     string `form:"back"`
	}
	if err := bind(c, &form); err != nil {
		return err
	}
	for name, value := range map[string]string{"theme": form.Theme, "patterns": form.Patterns, "keys": form.Keys} {
		for _, known := range preferences[name] {
			if value == known {
				setCookie(c, name, value, 365*24*time.Hour, false) // the script of the page sets it too
			}
		}
	}
	back := form.Back
	if !coop.IsLocal(back) {
		back = "/"
	}
	return c.Redirect(http.StatusSeeOther, back)
}

func setCookie(c echo.Context, name, value string, age time.Duration, httpOnly bool) {
	seconds := int(age / time.Second)
	if age < 0 {
		seconds = -1
	}
	c.SetCookie(&http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: httpOnly, SameSite: http.SameSiteLaxMode,
	})
}

const flashCookie = "flash"

// flash leaves a message for the next page.
func flash(c echo.Context, f views.Flash) {
	text, err := json.Marshal(f)
	if err != nil { // strings always marshal
		return
	}
	setCookie(c, flashCookie, base64.RawURLEncoding.EncodeToString(text), 10*time.Minute, true)
}

// takeFlash reads the message of what happened last and clears it.
func takeFlash(c echo.Context) *views.Flash {
	value := cookie(c, flashCookie)
	if value == "" {
		return nil
	}
	setCookie(c, flashCookie, "", -1, true)
	text, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return nil
	}
	var f views.Flash
	if json.Unmarshal(text, &f) != nil || f.Undo != "" && !coop.IsLocal(f.Undo) || f.Link != "" && !coop.IsLocal(f.Link) {
		return nil
	}
	return &f
}
