package main

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNoNewWarning is the permission gate: the extension that is built here
// warns of nothing of which the last release did not warn
// (docs/decisions/0022-permission-gate.md).
func TestNoNewWarning(t *testing.T) {
	_, text, _ := development(t)
	before, err := readReleased()
	if err != nil {
		t.Fatal(err)
	}
	warnings, err := before.newWarnings(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, warning := range warnings {
		t.Errorf("new warning: %s", warning)
	}
	warnings, err = released{}.newWarnings(text)
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) < 20 {
		t.Errorf("the gate sees %d hosts, which cannot be all", len(warnings))
	}
}

func TestNewWarnings(t *testing.T) {
	before := released{Permissions: []string{"tabs"}, Hosts: []string{"https://*.forum.example/*", "https://shop.example/*"}}
	for _, test := range []struct {
		why, manifest string
		want          []string
	}{
		{"no more than before", `{"permissions": ["storage", "tabs"], "host_permissions": ["https://*.forum.example/*"]}`, nil},
		{"a host below one that was asked for", `{"host_permissions": ["https://*.de.forum.example/*", "https://forum.example/*"]}`, nil},
		{"more of a host", `{"host_permissions": ["https://*.shop.example/*"]}`, []string{"host https://*.shop.example/*"}},
		{"another host that ends the same", `{"host_permissions": ["https://*.myforum.example/*"]}`, []string{"host https://*.myforum.example/*"}},
		{"another scheme", `{"host_permissions": ["http://shop.example/*"]}`, []string{"host http://shop.example/*"}},
		{"all hosts", `{"host_permissions": ["<all_urls>", "https://*/*"]}`, []string{"host <all_urls>", "host https://*/*"}},
		{"a host among the permissions", `{"permissions": ["*://*/*"]}`, []string{"host *://*/*"}},
		{"a content script", `{"content_scripts": [{"matches": ["https://a.example/*", "https://shop.example/*"]}]}`, []string{"host https://a.example/*"}},
		{"what users are asked for when it is wanted", `{"optional_permissions": ["history"], "optional_host_permissions": ["https://*/*"]}`, nil},
		{"a permission that warns, or is not known", `{"permissions": ["webNavigation", "later"]}`, []string{"permission later", "permission webNavigation"}},
		{"data that Firefox asks for", `{"browser_specific_settings": {"gecko": {"data_collection_permissions": {"required": ["none", "browsingActivity"]}}}}`, []string{"data browsingActivity"}},
		{"parts that warn by themselves", `{"devtools_page": "a.html", "chrome_url_overrides": {}, "chrome_settings_overrides": {}}`, []string{"chrome_settings_overrides", "chrome_url_overrides", "devtools_page"}},
	} {
		got, err := before.newWarnings([]byte(test.manifest))
		if diff := cmp.Diff(fmt.Sprint(test.want), fmt.Sprint(got)); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", test.why, err, diff)
		}
	}
}

func TestHostsOfLaterPlatformsAreOptional(t *testing.T) {
	before := released{Hosts: []string{"https://*.forum.example/*"}}
	required, optional := before.split([]string{"https://*.later.example/*", "https://*.forum.example/*"})
	if diff := cmp.Diff([]string{"https://*.forum.example/*"}, required); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"https://*.later.example/*"}, optional); diff != "" {
		t.Error(diff)
	}
}
