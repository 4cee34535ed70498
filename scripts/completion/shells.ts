/** What each shell is told, once: to ask the harness itself, which knows the project's suites, environments and runs. */
export const SHELLS = {
  bash: `# source <(harness completion bash), in ~/.bashrc
_harness() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _harness harness ./harness
`,
  zsh: `# source <(harness completion zsh), in ~/.zshrc after compinit
_harness() {
  local -a found
  found=(\${(f)"$("\${words[1]}" completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#found} )); then compadd -a found; else _files; fi
}
compdef _harness harness ./harness
`,
} as const;
