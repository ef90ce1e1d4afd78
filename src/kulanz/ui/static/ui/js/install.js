// What is shown where there is no line is fetched when this page has been here for a while, not while it comes.
setTimeout(() => navigator.serviceWorker?.register("/service-worker.js").catch(() => {}), 20000);
