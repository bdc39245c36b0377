package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/beforehand/beforehand/rules/publish"
)

// shortest is the least number of characters of a passphrase.
const shortest = 12

// passphrases asks for the passphrase of a key, twice for a new one.
type passphrases func(c *call, key string, isNew bool) (string, error)

// passphraseFlag declares where passphrases come from.
func passphraseFlag(flags *flag.FlagSet) passphrases {
	file := flags.String("passphrase-file", "", "the `file` with the passphrase; without it, rulekit asks on the terminal")
	return func(c *call, key string, isNew bool) (string, error) {
		passphrase, err := "", error(nil)
		if *file != "" {
			var text []byte
			text, err = os.ReadFile(*file)
			passphrase = strings.TrimRight(string(text), "\r\n")
		} else {
			passphrase, err = askHidden(c, "Passphrase of "+key+": ")
		}
		if err != nil {
			return "", err
		}
		if !isNew {
			return passphrase, nil
		}
		if len([]rune(passphrase)) < shortest {
			return "", misuseOf("the passphrase of %s has less than %d characters: take five or six random words", key, shortest)
		}
		if *file == "" {
			again, err := askHidden(c, "The same once more: ")
			if err != nil {
				return "", err
			}
			if again != passphrase {
				return "", misuseOf("the two passphrases are not the same: begin again")
			}
		}
		return passphrase, nil
	}
}

func askHidden(c *call, prompt string) (string, error) {
	terminal := int(os.Stdin.Fd())
	if !term.IsTerminal(terminal) {
		return "", misuseOf("there is no terminal to ask for a passphrase on: use -passphrase-file")
	}
	fmt.Fprint(c.trouble, prompt)
	defer fmt.Fprintln(c.trouble)
	text, err := term.ReadPassword(terminal)
	return string(text), err
}

// workFlag declares what a guess costs who has stolen a key file.
func workFlag(flags *flag.FlagSet) func() (int, error) {
	work := flags.Int("work", 18, "what one guess of a passphrase costs, as a `power` of two; 18 takes a second")
	return func() (int, error) {
		if *work < 10 || *work > 22 {
			return 0, misuseOf("work %d: use 10 to 22", *work)
		}
		return *work, nil
	}
}

// makeKey makes a key from fresh random bytes.
func makeKey(name string, algorithm byte) publish.Key {
	seed := make([]byte, 32)
	rand.Read(seed) // never fails
	return publish.NewKey(name, algorithm, seed)
}

// openKeys reads key files.
func openKeys(c *call, files []string, ask passphrases) ([]publish.Key, error) {
	var keys []publish.Key
	for _, file := range files {
		if file == "" {
			return nil, misuseOf("name the file of the key with -key")
		}
		if _, err := os.Stat(file); err != nil {
			return nil, usageError{err}
		}
		passphrase, err := ask(c, file, false)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(c.trouble, "opening %s\n", file)
		k, err := publish.ReadKey(file, passphrase)
		if errors.Is(err, publish.ErrPassphrase) {
			err = fmt.Errorf("%w: try again", err)
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// listFlag declares a flag that may be given several times.
func listFlag(flags *flag.FlagSet, name, what string) *[]string {
	var values []string
	flags.Func(name, what, func(value string) error {
		values = append(values, value)
		return nil
	})
	return &values
}
