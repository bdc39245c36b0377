package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// ErrPassphrase means that a key file cannot be opened with a passphrase.
var ErrPassphrase = errors.New("the passphrase is wrong")

// WriteKey writes a private key to a new file, encrypted with a passphrase (age
// with scrypt, armored). Work says what each guess of the passphrase costs, as
// a power of two. It returns fs.ErrExist, wrapped, if the file is there.
func WriteKey(name string, k Key, passphrase string, work int) error {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return err
	}
	recipient.SetWorkFactor(work)
	var text bytes.Buffer
	armored := armor.NewWriter(&text)
	plain, err := age.Encrypt(armored, recipient)
	if err != nil {
		return err
	}
	_, err = io.WriteString(plain, k.Secret()+"\n")
	if err = errors.Join(err, plain.Close(), armored.Close()); err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text.Bytes())
	return errors.Join(err, file.Sync(), file.Close())
}

// ReadKey reads a file that WriteKey wrote. It returns ErrPassphrase or
// ErrBadKey, wrapped, if it cannot.
func ReadKey(name, passphrase string) (Key, error) {
	file, err := os.Open(name)
	if err != nil {
		return Key{}, err
	}
	defer file.Close()
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return Key{}, err
	}
	plain, err := age.Decrypt(armor.NewReader(file), identity)
	if errors.As(err, new(*age.NoIdentityMatchError)) {
		return Key{}, fmt.Errorf("%s: %w", name, ErrPassphrase)
	}
	if err != nil {
		return Key{}, fmt.Errorf("%s: %w: %w", name, ErrBadKey, err)
	}
	text, err := io.ReadAll(io.LimitReader(plain, 1<<10))
	if err != nil {
		return Key{}, fmt.Errorf("%s: %w: %w", name, ErrBadKey, err)
	}
	k, err := ParseKey(string(bytes.TrimSuffix(text, []byte("\n"))))
	if err != nil {
		return Key{}, fmt.Errorf("%s: %w", name, err)
	}
	return k, nil
}
