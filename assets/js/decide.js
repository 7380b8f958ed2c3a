// Whoever goes on typing in a field that two people changed means the own text.
document.addEventListener("input", ({ target }) => {
  const choice = target.form?.elements[`use.${target.name}`];
  if (choice) choice.value = "mine";
});
