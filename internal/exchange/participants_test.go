package exchange

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"entente/internal/coop"
)

func TestParticipantsAreReadByTheirHeader(t *testing.T) {
	content, err := Read(strings.NewReader("\xef\xbb\xbfName,engagement_key,PARTY,role,post\r\n'=A,e-1,Cambodia,host,\"Chief, Staff\"\r\n,,,,\r\n,e-1,US,,\r\n"), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := Content{Participants: []ParticipantRow{
		{2, "e-1", "host", coop.Official{Party: "KH", Name: "=A", Post: "Chief, Staff"}}, {4, "e-1", "", coop.Official{Party: "US"}},
	}}
	if diff := cmp.Diff(want, content); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if content, err = Read(strings.NewReader(head+"\nA,S,2024-02-27\n"), ReadOptions{}); err != nil || len(content.Articles) != 1 || content.Participants != nil {
		t.Errorf("a file of articles: %+v, %v", content, err)
	}
	if _, err := ReadArticles(strings.NewReader("engagement_key,party\ne-1,KH\n"), ReadOptions{}); err == nil {
		t.Error("ReadArticles takes participants")
	}
}

func TestParticipantsThatAreRefused(t *testing.T) {
	const head = "engagement_key,party,role,name,post\n"
	for _, tt := range []struct{ name, file, want string }{
		{"no key", head + ",KH,,,\n", "2: engagement_key: Give the key"},
		{"a list of keys", head + "a;b,KH,,,\n", "2: engagement_key: A key must not hold a semicolon"},
		{"no party", head + "e-1,,,A,\n", "2: party: "},
		{"an unknown party", head + "e-1,Atlantis,,A,\n", "2: party: No party is called “Atlantis”"},
		{"an unknown role", head + "e-1,KH,donor,,\n", "2: role: There is no role “donor”. It can be provider, recipient, requester, host, guest, participant or observer."},
		{"two roles", head + "e-1,KH,host,,\ne-2,KH,guest,,\ne-1,Cambodia,guest,A,\n", "4: role: The row of line 2 says “host”"},
		{"a post without a name", head + "e-1,KH,,,Chief\n", "2: post: Name who held the post"},
		{"a semicolon", head + "e-1,KH,,A,Chief; Staff\n", "2: post: A name or post must not hold a semicolon"},
		{"the same person twice", head + "e-1,KH,,A,p\ne-1,US,,A,p\ne-1,KH,,A,q\n", "4: name: The row of line 2 names the same person"},
		{"too long", head + "e-1,KH,," + strings.Repeat("a", coop.MaxLine+1) + ",\n", "2: name: Shorten this"},
		{"a column of articles", "engagement_key,party,parties\ne-1,KH,KH\n", "1: parties: There is no such column. Did you mean “party”?"},
		{"an article with a party", "title,source,published,engagement_key,party\nA,S,2024-02-27,e-1,KH\n", "1: party: There is no such column. Rename it, or take it out."},
		{"too few cells", head + "e-1,KH\n", "2: This row has 2 cells"},
	} {
		content, err := Read(strings.NewReader(tt.file), ReadOptions{})
		var bad *Problems
		if !errors.As(err, &bad) || !strings.HasPrefix(bad.List[0].String(), tt.want) {
			t.Errorf("%s: %v, want a problem that begins with %q", tt.name, err, tt.want)
		}
		if content.Participants != nil || content.Articles != nil {
			t.Errorf("%s: rows of a refused file: %+v", tt.name, content)
		}
	}
}

// FuzzReadParticipants writes what it could read, and must read the same again.
func FuzzReadParticipants(f *testing.F) {
	for _, rows := range []string{"e-1,KH,host,A,Chief", "x,US,,,\nx,KH,guest,'=A,\"p, q\"", "e-1,Cambodia,,\" A\nB \",", ",,,,", "'e,UN,observer,@a,-b"} {
		f.Add(rows)
	}
	f.Fuzz(func(t *testing.T, rows string) {
		first, err := Read(strings.NewReader(names(ParticipantColumns)+"\n"+rows+"\n"), ReadOptions{})
		if err != nil {
			return
		}
		for _, profile := range []coop.Profile{coop.DataProfile, coop.ExcelProfile} {
			var b strings.Builder
			w := NewWriter(&b, profile, ParticipantColumns)
			for _, r := range first.Participants {
				if err := w.Write([]string{r.EngagementKey, r.Party, r.Role, r.Name, r.Post}); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			again, err := Read(strings.NewReader(b.String()), ReadOptions{})
			if err != nil {
				t.Fatalf("%v in %q", err, b.String())
			}
			for i := range first.Participants {
				first.Participants[i].Line, again.Participants[i].Line = 0, 0
			}
			if diff := cmp.Diff(first, again); diff != "" {
				t.Fatalf("%s (-first +again):\n%s", profile, diff)
			}
		}
	})
}
