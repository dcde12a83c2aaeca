#!/usr/bin/env bash
# A week at a reseller's: twelve dossiers come in, three go to work, and three people move them on.
# Usage: examples/demo.sh [FOLDER]   (default: demo; made anew each time)
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-demo}
export BRT_WORKSPACE=$folder BRT_TESTING=1 BRT_NO_INPUT=1 LC_ALL=${LC_ALL:-C.UTF-8}
unset BRT_USER BRT_NOW

# The business day N days from today: the demonstration ends today, so that one can go on by hand.
workday() {
  python - "$1" <<'PYTHON'
import sys
from datetime import date, timedelta
day, left = date.today(), int(sys.argv[1])
while left:
    day += timedelta(days=1 if left > 0 else -1)
    if day.weekday() < 5:
        left += -1 if left > 0 else 1
print(day.isoformat())
PYTHON
}

# What happens, in English or in French: the demonstration speaks as its workspace does.
said() { if [ "${BRT_LANG:-fr}" = en ]; then echo "$1"; else echo "$2"; fi; }
say() { printf '\n\033[1m── %s\033[0m\n' "$(said "$1" "$2")"; }

# brt as somebody types it: the command is shown, then run.
run() {
  printf '\n$ brt'
  printf ' %q' "$@"
  printf '\n'
  brt "$@"
}

# A command that is refused, to see what it answers.
refused() {
  if run "$@"; then
    echo "this should have been refused" >&2
    exit 1
  fi
}

as() { export BRT_USER=$1; printf '\n(%s)' "$1"; }
day() { BRT_NOW="$(workday "$1")T${2:-09:00}"; export BRT_NOW; say "$3" "$4"; }

rm -rf "$folder"
say "A workspace, with the installation types that come with brt" \
  "Un espace de travail, avec les types d'installation livrés"
run init "$folder" --company "Télécom Exemple"
cp examples/brt.toml "$folder/brt.toml"
run template lint
run template list

day -6 09:00 "Six business days ago: twelve dossiers come in" \
  "Il y a six jours ouvrés : douze dossiers arrivent"
as amelie
run dossier import examples/dossiers.yaml
run dossier import examples/dossiers.csv
run dossier list

say "Amélie has sold 3CX with porting to Boulangerie Morel: what would producing it do?" \
  "Amélie a vendu 3CX avec portabilité à la Boulangerie Morel : que se passerait-il ?"
run produce 118 --type 3cx-porta --dry-run
run produce 118 --type 3cx-porta
run produce 119 --type 3cx-sans-porta-a-distance
run produce 120 --type ftth-pro
run todo --me --all

say "Amélie calls her customers; the welcome emails leave by themselves" \
  "Amélie appelle ses clients ; les emails de bienvenue partent d'eux-mêmes"
run done 118/appel-lancement --set "target_date=$(workday 20)" --set "site_contact=Luc Morel, 06 39 98 18 01"
run done 120/appel-lancement --set "target_date=$(workday 25)" --set "site_contact=Erwan Le Goff"

day -5 09:00 "The next day: Sonia (ADV) checks the files and orders" \
  "Le lendemain : Sonia (ADV) contrôle les dossiers et commande"
as sonia
run todo --me
refused done 118/controler-dossier
run done 118/controler-dossier --set siret=73282932000074
run done 118/commander-licence-3cx --set licence_edition=pro --set simultaneous_calls=8 \
  --set licence_key=ABCD-1234-EFGH --set licence_order_ref=CMD-3CX-881
run done 118/commander-materiel --set material_order_ref=CMD-4410 --set "expected_delivery_date=$(workday -1)"
run done 118/commander-trunk-sip --set trunk_ref=TRK-118 --set "temporary_number=02 61 91 18 90"
refused done 118/valider-go-bascule --set go_decision=go

say "Amélie collects the numbers, Sonia deposits the porting request" \
  "Amélie réunit les numéros, Sonia dépose la demande de portabilité"
as amelie
run done 118/collecter-rio-factures --set donor_operator=Opérateur-Un --set "donor_contract_holder=Boulangerie Morel" \
  --set "main_number=02 61 91 18 02" --set "numbers_to_port=02 61 91 18 02" --set "numbers_to_port=02 61 91 18 10"
as sonia
refused done 118/controler-rio-sda --set "rios=02 61 91 18 02 FRFA1B2C31JT"
run done 118/controler-rio-sda --set rios=@examples/rios.csv
run done 118/faire-signer-mandat --set "mandate_signed_at=$(workday -5)" --set "mandate_signatory=Luc Morel"
run done 118/deposer-demande-porta --set port_request_ref=PORTA-7781 --set "requested_port_date=$(workday 10)"

day -3 10:00 "Two days later: the carrier accepts, the porting date is confirmed" \
  "Deux jours plus tard : l'opérateur accepte, la date de portabilité est confirmée"
as sonia
run done 118/retour-operateur-porta --set port_decision=acceptée
refused done 118/confirmer-date-porta --set port_date=31/02/2027 --set port_slot=9h-12h
run done 118/confirmer-date-porta --set "port_date=$(workday 10)" --set port_slot=9h-12h
run show 118

day -2 09:00 "Léo (technicien) audits the site, and is stuck on another one" \
  "Léo (technicien) audite le site ; un autre dossier est bloqué"
as leo
run todo --me
run done 118/auditer-prerequis --set internet_access=ftth --set uplink_mbps=300 --set firewall_model="Stormshield SN210" \
  --set sip_alg_off=oui --set poe_ports=16
as sonia
run done 120/verifier-eligibilite --set eligibility_ref=ELIG-552
run block 120/controler-dossier --party customer --reason "Kbis de plus de trois mois" --set "missing_documents=Kbis récent"

say "The carrier moves the porting: what hangs on the date follows, and those who were told are told again" \
  "L'opérateur déplace la portabilité : ce qui dépend de la date suit, et qui l'avait apprise apprend la nouvelle"
run set 118 "port_date=$(workday 12)"

day -1 15:00 "The hardware arrives" \
  "Le matériel arrive"
as leo
run done 118/receptionner-materiel --set delivery_note_ref=BL-77 --set serial_numbers=SN-001 --set serial_numbers=SN-002
run shift 118/collecter-plan-numerotation +2jo

day 0 09:00 "Today: the manager looks" \
  "Aujourd'hui : la responsable regarde"
as nadia
run overview
run show 118
run email list
run bill

unset BRT_NOW BRT_TESTING
say "The emails lie in $folder/outbox (a Maildir: any mail program opens it). The first one:" \
  "Les emails sont rangés dans $folder/outbox (un Maildir, que tout logiciel de messagerie ouvre). Le premier :"
run email show 1

cat <<END

$(said "To go on by hand, in this workspace:" "Pour continuer à la main, dans cet espace de travail :")

  export PATH="$PWD/.venv/bin:\$PATH"
  cd $folder
  export BRT_USER=sonia        # amelie, leo, nadia ($(said "the manager" "la responsable"))
  brt todo                     # $(said "what is to be done" "ce qui est à faire")
  brt show 118                 # $(said "a dossier" "un dossier")
  brt done 118/planifier-intervention --set install_date=+5jo --set install_slot=9h-12h
END
