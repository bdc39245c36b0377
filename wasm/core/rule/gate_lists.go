package rule

import (
	_ "embed" // for the list
	"strings"
)

// class is why a host is on the list of hosts that no signature opens.
type class string

// The classes of hosts.txt. Other hosts may be bad as well; these are what a
// stolen release key would be used for first. Left out, because rules need them:
// t.me, the only way to ask Telegram for one's data, and the sign-in of a single
// platform on its own domain.
const (
	store   class = "store"   // gives out extensions and apps
	signIn  class = "sign-in" // signs in to more than one service, and asks for access to it
	secrets class = "secrets" // keeps passwords
	money   class = "money"   // banks, cards, payment, brokers and coins: the largest of the countries with the most readers
	account class = "account" // has the account of more than one service
	shared  class = "shared"  // has some of the above below it, besides other services
	pages   class = "pages"   // documents, forms and pages that anybody makes
	files   class = "files"   // files and programs that anybody uploads
	onward  class = "onward"  // short links, and redirects to where a user's link leads
	tenants class = "tenants" // gives each user or customer a host below it
)

// closed reports whether the extension never acts on hosts of this class and
// no link leads there, because a page there gets money, an identity or a
// program. An account is no such: a link may lead to its deletion.
func (c class) closed() bool { return c == store || c == signIn || c == secrets || c == money }

// alone reports whether the extension may act on hosts of this class, as on
// hosts that serve one platform.
func (c class) alone() bool { return c != account && c != shared }

// foreign reports whether hosts of this class serve what other people want,
// even if the platform owns them, so that no link leads there.
func (c class) foreign() bool { return c == pages || c == files || c == onward }

//go:embed hosts.txt
var hosts string

// listed reads hosts.txt.
func listed() map[string]class {
	all, c := map[string]class{}, class("")
	for rest := hosts; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if line[0] == '\t' {
			all[line[1:]] = c
		} else {
			c = class(line)
		}
	}
	return all
}

// classOf returns the class of a host: its own, or that of its nearest parent.
// Sharing is not inherited, and a tenant is in the class of pages.
func classOf(host string, listed map[string]class) class {
	for at := 0; ; {
		switch c := listed[host[at:]]; {
		case c == tenants && at > 0 && !official(host[:at-1]):
			return pages
		case c != "" && c != tenants && (c != shared || at == 0):
			return c
		}
		dot := strings.IndexByte(host[at:], '.')
		if dot < 0 {
			return ""
		}
		at += dot + 1
	}
}

// official reports whether the platform itself, not a user or a customer, has
// the hosts with this last label, as in help.tumblr.com.
func official(labels string) bool {
	label := labels[strings.LastIndexByte(labels, '.')+1:]
	return strings.Contains(" about blog developers docs help legal policies policy privacy support www ", " "+label+" ")
}
