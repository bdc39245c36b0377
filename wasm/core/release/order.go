package release

import "encoding/hex"

// smallOrder are the y coordinates of the points of order 1, 2, 4 and 8, with
// their other spellings: p for 0 and p+1 for 1.
var smallOrder = [...]string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}

// isSmallOrder reports whether a public key is a point of small order. For such
// a key anybody can make a signature that holds for one text in eight or more.
func isSmallOrder(public []byte) bool {
	y := append([]byte(nil), public...)
	y[31] &= 0x7f // the sign of x
	text := hex.EncodeToString(y)
	for _, small := range smallOrder {
		if text == small {
			return true
		}
	}
	return false
}
