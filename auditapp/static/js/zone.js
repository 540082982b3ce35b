// Whoever sets up sits where the organisation is: the browser knows the time zone.
const select = document.querySelector("select[name=timezone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (select && !select.value && [...select.options].some(({ value }) => value === here)) select.value = here;
