import{b as t,g as m,h as s}from"./chunk-7YSK5WL4.js";import{c as r}from"./chunk-2F7OHIF6.js";var e=class extends m{render(){return t`users`}};e=r([s("au-users")],e);export{e as Au};
