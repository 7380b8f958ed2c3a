package gazetteer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// codesIn lists the codes of the mentions of a text, in order, datelines left out.
func codesIn(text string) string {
	var codes []string
	for _, m := range Find(text) {
		if m.Kind != ByDateline {
			codes = append(codes, m.Code)
		}
	}
	return strings.Join(codes, " ")
}

// TestFindTellsApart has words that look like parties and parties that look alike.
func TestFindTellsApart(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// Names that contain names.
		{"Niger and Nigeria signed; Nigerien and Nigerian troops", "NE NG NE NG"},
		{"a patrol in the Niger Delta and on the Niger River", ""},
		{"Guinea, Equatorial Guinea, Guinea-Bissau and Papua New Guinea", "GN GQ GW PG"},
		{"a ship in the Gulf of Guinea, a guinea pig", ""},
		{"the Papua New Guinea Defence Force", "PG"},
		{"Equatorial Guinean and Bissau-Guinean officers", "GQ GW"},
		{"A woman and a Roman in Oman; the Gulf of Oman", "OM"},
		{"Sudan, South Sudan and the South Sudanese army", "SD SS SS"},
		{"Mali, Malian, Malawi, Somali and Somalia", "ML ML MW SO SO"},
		{"Samoa and American Samoa", "WS AS"},
		{"Samoan and American Samoan", "WS AS"},
		{"Ireland, the Republic of Ireland and Northern Ireland", "IE IE GB"},
		{"England, Scotland and Wales", "GB GB GB"},
		{"New South Wales and New England", ""},
		{"the Virgin Islands National Guard and the British Virgin Islands", "US VG"},
		{"Mexico and New Mexico, New Jersey, a Replica Jersey", "MX"},
		{"Austria and Australia", "AT AU"},
		{"Slovakia and Slovenia, Slovak and Slovene", "SK SI SK SI"},
		{"India, Indiana, Indian Ocean, Indo-Pacific, Indonesia", "IN ID"},
		{"Dominica's police", "DM"},
		{"the Dominican Republic's Dominican neighbours", "DO DO"},
		{"Dominica and its Dominican coast guard", "DM DM"},
		{"Dominican marines", "DO"},
		{"Central African Republic, Central African soldiers", "CF CF"},
		{"the Economic Community of Central African States", ""},

		// Two of one name.
		{"North Korea and South Korea", "KP KR"},
		{"North and South Korea", "KP KR"},
		{"The ROK, the DPRK, the Republic of Korea and the D.P.R.K.", "KR KP KR KP"},
		{"the Democratic People's Republic of Korea", "KP"},
		{"Seoul said Korean troops would leave", "KR KR"},
		{"Pyongyang said Korean troops would leave", "KP KP"},
		{"Korea gave Colombia a ship", "KR CO"},
		{"Seoul and Pyongyang on Korean soil", "KR KP"},
		{"the Korean Peninsula, the Korean War", ""},
		{"South Korean, North Korean", "KR KP"},
		{"Congolese soldiers in Kinshasa", "CD CD"},
		{"Congolese soldiers in Brazzaville", "CG CG"},
		{"the Democratic Republic of Congo, the DRC, DR Congo, Congo-Kinshasa", "CD CD CD CD"},
		{"the Republic of the Congo, Congo-Brazzaville and the Congo Republic", "CG CG CG"},
		{"FARDC and MONUSCO in Congo", "CD UN CD"},
		{"the People's Republic of China and the Republic of China", "CN TW"},
		{"Palestine, Palestinian, Ramallah", "PS PS PS"},
		{"Hong Kong, Macau and Taiwan", "HK MO TW"},
		{"Russia's Pacific Fleet", "RU"},
		{"the US Pacific Fleet", "US"},
		{"the Pacific Fleet in Hawaii", "US"},

		// Georgia.
		{"Georgia and Georgian troops in Tbilisi", "GE GE GE"},
		{"Georgia joined the exercise", "GE"},
		{"The Georgia National Guard at Fort Stewart, Georgia", "US"},
		{"a ceremony in Atlanta, Georgia", ""},
		{"Soldiers of Georgia met in Savannah", ""},
		{"The Georgia National Guard trains with Georgia, in Vaziani and Tbilisi", "US GE GE"},
		{"the Idaho National Guard and Cambodia", "US KH"},
		{"Oregon Army National Guard, Washington National Guard, Ohio Air National Guard, Utah Guardsmen", "US US US US"},

		{"Georgian troops of Georgia met the Georgia Guard in Ringgold, Georgia, and in Atlanta", "GE GE US"},
		{"the US state of Georgia and the country of Georgia, with Tbilisi", "GE GE"},

		{"The Georgia Guard competed in Ringgold, Georgia", "US"},
		{"The Georgia Guard works with the nation of Georgia", "US GE"},

		{"Georgia officials met Georgia police in Atlanta", ""},
		{"The Georgia National Guard met Georgia's defence minister in Atlanta", "US GE"},

		// Names of people.
		{"Michael Jordan scored", ""},
		{"Gen. Chad Franks spoke", ""},
		{"General Chad Franks spoke in Chad", "TD"},
		{"Jordan Henderson plays for England", "GB"},
		{"He joined the Jordan Customs Department as Jordan Foreign Minister", "JO JO"},
		{"Jordan Hosts Eager Lion Exercise With US Forces", "JO US"},
		{"Jordan Armed Forces and the Jordanian army", "JO JO"},
		{"Chad's army, N'Djamena and Chadian troops", "TD TD TD"},
		{"Michael Jordan retired. Jordan said so.", ""},
		{"Michael Jordan flew to Jordan and saw Amman", "JO JO"},
		{"George Washington and Denzel Washington", ""},
		{"USS George Washington in Japan", "US JP"},
		{"USS Tulsa Visits Cambodia", "US KH"},
		{"USS America, HMAS Canberra, HMS Queen Elizabeth, INS Delhi", "US AU GB IN"},
		{"JS Izumo, KRI Dewaruci, BRP Jose Rizal, HMNZS Canterbury, ROKS Munmu", "JP ID PH NZ KR"},
		{"Washington state, the Washington Post", ""},
		{"Washington said so, in Washington, D.C.", "US US"},
		{"Capt. Holland and Mrs. England", ""},
		{"Holland and the Dutch", "NL NL"},
		{"Maj. Gen. Alberto Asarta of Spain", "ES"},
		{"Major German contribution", "DE"},
		{"J. London wrote to London", "GB"},
		{"Sofia Vergara in Sofia", "BG"},

		{"Lt. French of the French embassy; French ships", "FR FR"},

		// Towns, wars, seas, food and newspapers.
		{"Paris, Texas, and Lebanon, Ohio, and Moscow, Idaho", ""},
		{"London, Ontario", ""},
		{"Paris and Lebanon", "FR LB"},
		{"Japan, Hawaii and Guam", "JP GU"},
		{"the South China Sea, the East China Sea, the West Philippine Sea", ""},
		{"the Sea of Japan, the Gulf of Thailand and the Philippine Sea", ""},
		{"Latin American, South American, Central American and African American", ""},
		{"an American, Americans, America", "US US US"},
		{"Turkey sent ships; turkey and Roast Turkey for all", "TR"},
		{"Chile sent chile and chilli", "CL"},
		{"Polish soldiers polish boots. Polish your boots.", "PL"},
		{"china from China", "CN"},
		{"the Vietnam War, Vietnam veterans, Vietnam", "VN"},
		{"the Khmer Rouge, Khmer soldiers", "KH"},
		{"the Phnom Penh Post and the Bangkok Post", ""},
		{"the Ottawa Convention and the Paris Agreement", ""},
		{"French-speaking instructors, the French army", "FR"},
		{"anti-American, pro-Russian, non-NATO", ""},
		{"a Panama-flagged tanker, a Canberra-class ship, a Paris-based website", ""},
		{"officers in Jersey and Jersey police", "JE JE"},
		{"Guantanamo and Cuba", "US CU"},
		{"Kosovo is no code", ""},

		// Letters in capitals and not.
		{"They asked us, and un ami, and eu sou", ""},
		{"The US, U.S., USA, U.S.A. and UN, U.N., EU, NATO and Nato", "US US US US UN UN EU NATO NATO"},
		{"CONTACT US", ""},
		{"US AND JAPAN SIGN DEAL WITH PHILIPPINES", "US JP PH"},
		{"CAMBODIA'S NAVY, CÔTE D'IVOIRE, TÜRKIYE", "KH CI TR"},
		{"JAPAN AND INDIA PLAN DRILL; FRANCE SHOWS ITS NEW TANK", "JP IN FR"},
		{"China's PLAN and PLA", "CN CN CN"},
		{"Unifil and Isaf", "UN NATO"},
		{"US$5 million, www.UN.org", ""},
		{"japan, turkey and chad in small letters", ""},
		{"in IT, IN and IS", ""},
		{"Male officers came to Malé", "MV"},
		{"A family Reunion on Réunion", "RE"},

		// Joined words and marks.
		{"Franco-German, Sino-Russian, US-Philippine, U.S.-Japan", "FR DE CN RU US PH US JP"},
		{"Anglo-American relations, Indo-Russian talks, Russo-Ukrainian", "GB US IN RU RU UA"},
		{"General Franco, Anglo and Indo-Pacific", ""},
		{"Cambodia/Thailand, (Laos), \"Vietnam\"", "KH TH LA VN"},
		{"Côte d'Ivoire, Côte d’Ivoire, Cote d'Ivoire, the Ivory Coast", "CI CI CI CI"},
		{"Türkiye, Turkiye, Tu\u0308rkiye and Turkey", "TR TR TR TR"},
		{"Saint Lucia, St. Lucia, St Lucia", "LC LC LC"},
		{"St. Vincent and the Grenadines; Saint Kitts & Nevis", "VC KN"},
		{"Timor-Leste, East Timor, Timorese", "TL TL TL"},
		{"Burma, Myanmar, Swaziland, Eswatini, Czechia, Macedonia, Micronesia", "MM MM SZ SZ CZ MK FM"},
		{"New Zealander; a kiwi, a Kiwi", "NZ"},
		{"the Emiratis, Emirates, the UAE; Emirates Airline", "AE AE AE"},
		{"a Filipino, Filipinos, Philippine; a Briton, Britons, British", "PH PH PH GB GB GB"},
		{"over the\nUnited\nStates", "US"},
		{"Papua. New Guinea", ""},

		// Seats, offices and forces.
		{"Phnom Penh, Tokyo, the Kremlin, the Pentagon, Whitehall", "KH JP RU US GB"},
		{"Zhongnanhai, the Quai d’Orsay, Canberra, Abuja, Malacañang", "CN FR AU NG PH"},
		{"RCAF, PLA, PLAN, JMSDF, JSDF, NZDF, TNI, RSN, IDF, Bundeswehr", "KH CN CN JP JP NZ ID SG IL DE"},
		{"Australia's ADF", "AU AU"},
		{"ADF rebels in Uganda", "UG"},
		{"the Armed Forces of the Philippines (AFP) and the AFP", "PH PH PH"},
		{"AFP reported from Paris", "FR"},
		{"(AFP) – France and Germany", "FR DE"},
		{"US Indo-Pacific Command, USAFRICOM, AFRICOM, SOUTHCOM, CENTCOM", "US US US US US"},
		{"U.S. Navy, US Army, U.S. Marines, the 7th Fleet", "US US US US"},
		{"Carabinieri, Guardia Civil, Gendarmerie nationale, Royal Navy, British Army, Foreign Legion", "IT ES FR GB GB FR"},
		{"Kenya Defence Forces (KDF), UPDF, SANDF, FARDC, Rwanda's RDF", "KE KE UG ZA CD RW RW"},
		{"Singapore's SAF and Sudan", "SG SG SD"},
		{"Vietnam People's Army and the People's Army of Vietnam", "VN VN"},
		{"Japan Maritime Self-Defense Force", "JP"},

		// Organisations.
		{"UNIFIL, MINUSMA, UNMISS, MINUSCA, UNMAS", "UN UN UN UN UN"},
		{"EUTM Mali, EUMAM, EUNAVFOR, AMISOM, ATMIS, ADMM-Plus", "EU EU EU AFU AFU ASEAN"},
		{"the African Union, ASEAN, the European Union, the United Nations", "AFU ASEAN EU UN"},
		{"the UN Interim Force in Lebanon", "UN"},
	} {
		if diff := cmp.Diff(tt.want, codesIn(tt.text)); diff != "" {
			t.Errorf("codes in %q: %v (-want +got):\n%s", tt.text, found(tt.text), diff)
		}
	}
}

func TestDatelines(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"WASHINGTON (AP) — Japan agreed", []string{"US dateline WASHINGTON", "JP name Japan"}},
		{"WASHINGTON — Japan agreed", []string{"US dateline WASHINGTON", "JP name Japan"}},
		{"PHNOM PENH, Feb. 27 (Xinhua) -- China agreed", []string{"KH dateline PHNOM PENH", "CN name China"}},
		{"Title\n\nPhnom Penh (Xinhua) – China agreed", []string{"KH dateline Phnom Penh", "CN name China"}},
		{"AMMAN, Jordan (AP) — Iraq agreed", []string{"JO dateline AMMAN", "JO dateline Jordan", "IQ name Iraq"}},
		{"CAMP LEMONNIER, Djibouti -- Kenya agreed", []string{"US dateline CAMP LEMONNIER", "DJ dateline Djibouti", "KE name Kenya"}},
		{"ULSAN, South Korea – Chile agreed", []string{"KR dateline South Korea", "CL name Chile"}},
		{"SINGAPORE - India agreed to it", []string{"SG dateline SINGAPORE", "IN name India"}},
		{"KUALA LUMPUR: Malaysia agreed", []string{"MY dateline KUALA LUMPUR", "MY name Malaysia"}},
		{"Moscow: what next? London", []string{"RU seat Moscow", "GB seat London"}},
		{"NATO: Japan agreed", []string{"NATO name NATO", "JP name Japan"}},
		{"Washington – and London – agreed", []string{"US seat Washington", "GB seat London"}},
		{"NATO — and Japan — agreed", []string{"NATO name NATO", "JP name Japan"}},
		{"US Navy — and Japan — agreed", []string{"US force US Navy", "JP name Japan"}},
		{"TOKYO – WASHINGTON TIES GROW", []string{"JP seat TOKYO", "US seat WASHINGTON"}},
	} {
		if diff := cmp.Diff(tt.want, found(tt.text)); diff != "" {
			t.Errorf("Find(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}
