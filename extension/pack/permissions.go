package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// released is what the last released version asks users for. A version that
// asks for more is turned off by Chrome until its user agrees.
type released struct {
	Permissions []string `json:"permissions"`
	Hosts       []string `json:"hosts"`
}

func readReleased() (released, error) {
	var r released
	text, err := os.ReadFile("extension/pack/released-permissions.json")
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("released-permissions.json: %w", err)
	}
	return r, nil
}

// split tells the hosts that a version may ask for from those that users have
// to grant in the popup.
func (r released) split(hosts []string) (required, optional []string) {
	required = []string{}
	for _, host := range hosts {
		if coveredBy(r.Hosts, host) {
			required = append(required, host)
		} else {
			optional = append(optional, host)
		}
	}
	return required, optional
}

// permissions is the part of a manifest that asks users for something. What is
// optional is not in it: nobody is asked for it before it is wanted.
type permissions struct {
	Permissions     []string         `json:"permissions"`
	HostPermissions []string         `json:"host_permissions"`
	ContentScripts  []contentScript  `json:"content_scripts"`
	DevtoolsPage    string           `json:"devtools_page"`
	URLOverrides    map[string]any   `json:"chrome_url_overrides"`
	Settings        map[string]any   `json:"chrome_settings_overrides"`
	Specific        browserSpecifics `json:"browser_specific_settings"`
}

type contentScript struct {
	Matches []string `json:"matches"`
}

type browserSpecifics struct {
	Gecko struct {
		Data struct {
			Required []string `json:"required"`
		} `json:"data_collection_permissions"`
	} `json:"gecko"`
}

// silent are the permissions for which no browser shows a warning.
var silent = []string{"activeTab", "alarms", "scripting", "storage", "unlimitedStorage", "contextMenus", "offscreen", "sidePanel", "idle"}

// newWarnings lists what browsers would warn of that they did not warn of
// before, each as what is asked for.
func (r released) newWarnings(manifest []byte) ([]string, error) {
	var m permissions
	if err := json.Unmarshal(manifest, &m); err != nil {
		return nil, err
	}
	var warnings []string
	hosts := slices.Clone(m.HostPermissions)
	for _, script := range m.ContentScripts {
		hosts = append(hosts, script.Matches...)
	}
	for _, permission := range m.Permissions {
		if isPattern(permission) {
			hosts = append(hosts, permission)
		} else if !slices.Contains(silent, permission) && !slices.Contains(r.Permissions, permission) {
			warnings = append(warnings, "permission "+permission)
		}
	}
	for _, host := range hosts {
		if !coveredBy(r.Hosts, host) {
			warnings = append(warnings, "host "+host)
		}
	}
	for _, data := range m.Specific.Gecko.Data.Required {
		if data != "none" {
			warnings = append(warnings, "data "+data)
		}
	}
	for what, asked := range map[string]bool{"devtools_page": m.DevtoolsPage != "", "chrome_url_overrides": m.URLOverrides != nil, "chrome_settings_overrides": m.Settings != nil} {
		if asked {
			warnings = append(warnings, what)
		}
	}
	slices.Sort(warnings)
	return slices.Compact(warnings), nil
}

func isPattern(permission string) bool {
	return permission == "<all_urls>" || strings.Contains(permission, "://")
}

// coveredBy reports whether a match pattern asks for no more than others do.
func coveredBy(patterns []string, pattern string) bool {
	return slices.ContainsFunc(patterns, func(outer string) bool {
		scheme, around := hostOf(outer)
		own, host := hostOf(pattern)
		if scheme != own || around == "" || host == "" {
			return outer == pattern
		}
		domain, wild := strings.CutPrefix(around, "*.")
		return around == host || wild && (host == domain || strings.HasSuffix(host, "."+domain))
	})
}

// hostOf takes a match pattern for whole hosts apart; one of another kind has no host.
func hostOf(pattern string) (scheme, host string) {
	scheme, rest, _ := strings.Cut(pattern, "://")
	host, path, _ := strings.Cut(rest, "/")
	if path != "*" {
		return scheme, ""
	}
	return scheme, host
}
