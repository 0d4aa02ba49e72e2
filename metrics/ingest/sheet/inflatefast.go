package sheet

// decodeFast decodes symbols while fastIn bytes of input and fastOut bytes of output
// are left. Its state lives in local variables, for speed; it leaves at the end of
// the block and on errors.
func (f *inflater) decodeFast(buf []byte, base, out int) int {
	in, pos, acc, n := f.buf[:f.limit], f.pos, f.bits, f.n
	lit, dist := &f.literals, &f.distances
	for pos+fastIn <= len(in) && out+fastOut <= len(buf) {
		acc |= load(in, pos) << (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56
		e := lit.first[acc&tableMask]
		if e&isLiteral != 0 { // three literals take 33 of 56 bits
			acc, n = acc>>(e&63), n-uint(e&63)
			buf[out] = byte(e >> valueShift)
			out++
			if e = lit.first[acc&tableMask]; e&isLiteral != 0 {
				acc, n = acc>>(e&63), n-uint(e&63)
				buf[out] = byte(e >> valueShift)
				out++
				if e = lit.first[acc&tableMask]; e&isLiteral != 0 {
					acc, n = acc>>(e&63), n-uint(e&63)
					buf[out] = byte(e >> valueShift)
					out++
					continue
				}
			}
			acc |= load(in, pos) << (n & 63) // a match takes up to 48
			pos += int((63 - n) >> 3)
			n |= 56
		}
		if e&isSpecial != 0 {
			e = lit.second(e, acc)
			if e&isSpecial != 0 || e&isLiteral != 0 {
				break // decodeOne looks it up again
			}
		}
		length := e.value(acc)
		acc, n = acc>>(e&63), n-e.bits()
		d := dist.first[acc&tableMask]
		if d&isSpecial != 0 {
			d = dist.second(d, acc)
		}
		distance := d.value(acc)
		acc, n = acc>>(d&63), n-d.bits()
		if d&isSpecial != 0 || distance > out-base {
			f.err = errDeflate
			break
		}
		copyMatch(buf, out, distance, length)
		out += length
	}
	f.pos, f.bits, f.n = pos, acc, n
	if f.err == nil && f.state == inCodes && out < len(buf) {
		return f.decodeOne(buf, base, out)
	}
	return out
}

// copyMatch copies length bytes from distance before out, and up to seven more. The
// source may reach into what is copied.
func copyMatch(buf []byte, out, distance, length int) {
	from := out - distance
	end := out + length
	if distance < 8 {
		for ; out < end; out, from = out+1, from+1 {
			buf[out] = buf[from]
		}
		return
	}
	for ; out < end; out, from = out+8, from+8 {
		store(buf, out, load(buf, from))
	}
}
