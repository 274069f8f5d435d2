// A row that scrolls sideways: what receives the focus comes whole into sight (browsers do nothing when a corner of it shows).
document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".filtres, .onglets");
  if (row && row.scrollWidth > row.clientWidth) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
});
