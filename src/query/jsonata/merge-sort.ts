/**
 * A stable sort that compares the same pairs in the same order as JSONata's own, so that it also fails on the same
 * pair; and that ends, whatever the comparator answers.
 *
 * @param isAfter Whether the first comes after the second.
 */
export function mergeSort<Item>(list: readonly Item[], isAfter: (a: Item, b: Item) => boolean): Item[] {
  if (list.length <= 1) return [...list];
  const middle = list.length >> 1;
  return merge(mergeSort(list.slice(0, middle), isAfter), mergeSort(list.slice(middle), isAfter), isAfter);
}

function merge<Item>(
  left: readonly Item[],
  right: readonly Item[],
  isAfter: (a: Item, b: Item) => boolean,
): Item[] {
  const merged: Item[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    // Both indexes lie within their lists.
    const [a, b] = [left[l] as Item, right[r] as Item];
    const takesRight = isAfter(a, b);
    merged.push(takesRight ? b : a);
    if (takesRight) r++;
    else l++;
  }
  return [...merged, ...left.slice(l), ...right.slice(r)];
}
