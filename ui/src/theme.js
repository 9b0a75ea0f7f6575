// Before anything is painted: the theme that this browser remembers.
try {
  const theme = localStorage.getItem('aurora.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: as the system has it.
}
