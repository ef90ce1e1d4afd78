// Says which begun texts lie in this browser, by the number of their case, and comes back with the line.
const list = document.getElementById("kept-texts");
const numbers = Object.keys(localStorage)
  .map((key) => /^draft:.*\/cases\/([^/]+)\//.exec(key)?.[1])
  .filter((number, place, all) => number && all.indexOf(number) === place);

list.closest("section").querySelector(numbers.length ? "[data-some]" : "[data-none]").hidden = false;
for (const number of numbers) {
  const row = document.createElement("li");
  row.textContent = decodeURIComponent(number);
  list.append(row);
}
addEventListener("online", () => location.reload());
