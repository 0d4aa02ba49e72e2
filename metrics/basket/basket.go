// Package basket finds what is bought together and measures how much that
// means: sets of items that are frequent or bring much money, offers that can be
// relied on, and the measures of a rule "who buys A also buys B" from four counts.
//
// A basket is a set: an item is in it or not, however often it was bought. What
// a basket is (one deal, or one customer's purchases) is the caller's choice,
// as is the naming of items; the package sees whole numbers and returns counts
// that are exact. It refuses to conclude: what is confirmed, shown or worth
// money is decided by its callers.
//
// As in package stat, an undefined value comes back as (0, false), is shown as
// blank, and is never a NaN or an infinity.
package basket
