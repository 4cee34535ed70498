/**
 * Words that stand in every log and page: as a secret each would be taken out of ordinary text all over, and could be guessed
 * from what is left. Six letters and more; shorter secrets are refused anyway.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `access account accounts action actions active address admin administrator after allowed answer answers application
  argument arguments around assert assertion assertions attempt attempts attach attachment attachments authorization
  automation base64 before begin beginning between boolean bottom branch broken browser browsers buffer bundle button
  called cancel canary catalogue category change changed changes channel check checked checks chrome chromium clicked
  client clients closed column command commands comment commit complete completed computer config configuration connect
  connected connection console constructor contain container content contents context contract control cookie cookies
  correct counter counters create created critical current customer database decided declared default defaults defect
  defects delete deleted deploy deployment described description detail details detect develop developer development
  device different directory disabled display document documents domain download duration element elements enabled
  encoded encoding ending endpoint endpoints engine engines environment environments errors evidence example examples
  except exception expect expected experiment experiments export exports failed failing failure failures feature fields
  filename finding findings finish finished fixture fixtures folder folders format frames friend function functions gateway
  global graphql handle handler harness header headers health healthy height hidden history hostname iframe ignore ignored
  images import imports inbox include included infinity information innerhtml input inputs install instance integer
  internal interrupted interval invalid iteration iterations javascript journal keyword labels latency latest launch
  layout length letmein library license limits listen loaded loading locale localhost location locator logger logged login
  logout machine manifest market master matched matches maximum medium member memory message messages method methods
  metric metrics middle minimum minute minutes missing mobile module modules monitor monkey network nightly nothing
  notice number numbers object objects observed offered online opened operation option optional options origin output
  owner package packages params parent partial passed passes passing passphrase passwd password passwords pattern
  payload pending performance period person playwright plugin policy position postgres predicate prefix present
  previous primary printed private process processes product production profile profiles program progress project
  projects promise property protocol prototype proves proxies public quality queries random reached reader reading
  reason reasons received record recorder recorded redact redacted redirect reference refuse refused regression release
  released remote remove removed render replace report reporter reporters reports repository request requests require
  required requirement requirements resource resources response responses result results retries return returned returns
  review running runtime sample samples scenario scenarios schema screen screenshot script scripts search second seconds
  secret secrets section security select selected selector sending sensor server servers service services session
  sessions setting settings severity should signal signed simple single skipped smoke socket source sources stable
  staging standard started status stderr stdout steady stopped storage stored stream string strings struct style
  subject submit success successful suites summary supplied support switch symbol system target targets teardown template
  tenant tenants terminal testcase tested tester testing threshold thresholds timed-out timeout timeouts timestamp title
  titles toggle token tokens toxiproxy traces traffic trigger tunnel typeof undefined unexpected unhandled uniform unique
  unknown unsigned update updated upload username validate validation values variable variables vendor verdict verify
  version versions vitest viewport virtual waived waiver waivers waiting warning warnings webkit webpack website welcome
  width window windows worker workers writable written`
    .split(/\s+/)
    .filter((word) => word.length >= 6),
);
