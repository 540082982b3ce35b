// A filter sends itself when it changes: <form data-autosubmit>. Its button stays for those without scripts.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-autosubmit]")) form.requestSubmit();
});
