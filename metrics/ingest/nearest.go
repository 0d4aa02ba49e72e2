package ingest

// Nearest is the known word that a mistyped one most likely means, and empty where none
// is near: more than a third of the letters would have to change. Of words equally near
// the first wins.
func Nearest(word string, known []string) string {
	best, least := "", (len([]rune(word))+2)/3
	for _, k := range known {
		if d := distance([]rune(word), []rune(k)); d <= least && (best == "" || d < least) {
			best, least = k, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, change or swap with their
// neighbour to get from a to b (optimal string alignment: Damerau 1964, no letter edited
// twice).
func distance(a, b []rune) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
