# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of ponder-cli for bash.

_ponder_cli ()
{
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local globals='--data-dir --config-dir --profile --verbose --help'
  local commands=() choices at

  case $previous in
    --data-dir | --config-dir) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    --profile) choices='development production' ;;
    --reasoning) choices='low medium high' ;;
    --session) choices='new none' ;;
    --dialect) choices='openai openai-responses anthropic gemini ollama' ;;
    --attach | --ca-file) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    --proxy) choices='none' ;;
    --branches) choices='shown all' ;;
    --format) choices='json markdown html text openai-jsonl sharegpt simplellmfront' ;;
    -o | --output) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
  esac

  for ((at = 1; at < COMP_CWORD; at++)); do
    case ${COMP_WORDS[at]} in
      --data-dir | --config-dir | --profile) ((at++)) ;;
      -*) ;;
      *) commands+=("${COMP_WORDS[at]}") ;;
    esac
  done

  if [[ -z $choices ]]; then
    case "${commands[0]} ${commands[1]}" in
      ' ') choices="ask think batch status models providers sessions export import cache serve doctor --version $globals" ;;
      ask\ *)
        choices="--model --demo --system --temperature --top-p --max-tokens --reasoning --frequency-penalty
          --presence-penalty --attach --session --timeout --first-token-timeout --silence-timeout --connect-timeout
          --retries --no-cache --no-stream --json $globals" ;;
      'think '*)
        choices="--model --demo --max-subtasks --parallel --no-review --max-calls --events --json $globals"
        [[ -z ${commands[1]} ]] && choices="resume list show $choices" ;;
      batch\ *)
        choices="--model --parallel --no-cache --retries $globals"
        mapfile -t COMPREPLY < <(compgen -W "$choices" -f -- "$word")
        return ;;
      import\ *)
        choices="--dry-run --json $globals"
        mapfile -t COMPREPLY < <(compgen -W "$choices" -f -- "$word")
        return ;;
      'cache ') choices='stats clean clear' ;;
      'providers ') choices='list add remove test default' ;;
      'providers add')
        choices="--dialect --base-url --key-env --model --name --ca-file --proxy $globals" ;;
      export\ *) choices="--all --branches --format --output $globals" ;;
      'sessions ') choices='list show search rename delete restore' ;;
      'sessions search') choices="--limit --best --json $globals" ;;
      'sessions list') choices="--trash --json $globals" ;;
      serve\ *) choices="--model --demo --port $globals" ;;
      *) choices="--json $globals" ;;
    esac
  fi

  mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}

complete -F _ponder_cli ponder-cli
