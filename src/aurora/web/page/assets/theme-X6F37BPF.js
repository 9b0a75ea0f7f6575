try{let t=localStorage.getItem("aurora.theme");(t==="light"||t==="dark")&&(document.documentElement.dataset.theme=t)}catch{}
