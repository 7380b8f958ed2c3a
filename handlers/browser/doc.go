// Package browser tests the site as its readers use it: in a real Chromium, over
// the starter data, with keys, mouse, small screens, dark colours, paper and no
// scripts.
//
// It knows nothing of how a page is made; it holds no code but tests. Every tab
// fails its test on an entry of the console, a breach of the Content-Security-Policy,
// a dialog, and a request to any other host.
//
// Without Chromium, axe-core or ECharts the tests are skipped with a hint;
// REQUIRE_BROWSER and REQUIRE_ASSETS make that a failure.
package browser
