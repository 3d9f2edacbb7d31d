//! UPU S10: the number of registered letters, parcels and express mail between posts. Two letters
//! for the service, eight digits and a check digit, two letters for the country of the post.

use super::Candidate;
use super::check::Check;
use super::form;

const FORM: &str = "@@#########@@";

/// The posts by the country of the number: its letters (ISO 3166, as UPU S10 takes them), then
/// Tracktry's carrier code. A country whose post Tracktry does not list is left out.
pub const POSTS: &str = "\
AE emirates-post
AF afghan-post
AL posta-shqiptare
AM armenia-post
AN antilles-post
AR correo-argentino
AT austria-post
AU australia-post
AW aruba-post
AX aland-post
AZ azerbaijan-post
BA bosnia-and-herzegovina-post
BB barbados-post
BE belgium-post
BF sonapost
BG bulgaria-post
BH bahrain-post
BI burundi-post
BJ benin-post
BM bermuda-post
BN brunei-post
BO correos-bolivia
BR brazil-correios
BT bhutan-post
BW botswana-post
BY belpochta
BZ belize-post
CA canada-post
CH swiss-post
CI ivory-coast-ems
CL correos-chile
CM campost
CN china-post
CO colombia-post
CR correos-de-costa-rica
CU cuba-post
CV correios-cabo-verde
CW antilles-post
CY cyprus-post
CZ czech-post
DE dhl-germany
DK denmark-post
EC correos-del-ecuador
EE omniva
EG egypt-post
ER eritrea-post
ES correos-spain
ET ethiopia-post
FI finland-posti
FJ fiji-post
FO faroe-islands-post
FR laposte
GB royal-mail
GE georgian-post
GG guernsey-post
GH ghana-post
GI gibraltar-post
GL tele-post
GR greece-post
GT elcorreo
HK hong-kong-post
HR hrvatska-posta
HU magyar-posta
ID indonesia-post
IE an-post
IL israel-post
IN india-post
IR iran-post
IS iceland-post
IT poste-italiane
JE jersey-post
JM jamaica-post
JO jordan-post
JP japan-post
KE kenya-post
KG kyrgyzpost
KH cambodia-post
KR korea-post
KZ kazpost
LA laos-post
LB liban-post
LC saint-lucia-post
LI liechtenstein-post
LK sri-lanka-post
LS lesotho-post
LT lietuvos-pastas
LU luxembourg-post
LV latvijas-pasts
MA poste-maroc
MC la-poste-monaco
MD moldova-post
ME posta-crne-gore
MK macedonia-post
MN mongol-post
MO macao-post
MT malta-post
MU mauritius-post
MV maldives-post
MX correos-mexico
MY malaysia-post
NA namibia-post
NC new-caledonia-post
NG nigeria-post
NI nicaragua-post
NL postnl-parcels
NO posten-norge
NZ new-zealand-post
OM oman-post
PA correos-panama
PE serpost
PG postpng
PH phlpost
PK pakistan-post
PL poczta-polska
PT ctt
PY correo-paraguayo
RO posta-romana
RS serbia-post
RU russian-post
RW iposita-rwanda
SA saudi-post
SB solomon-post
SC seychelles-post
SD sudan-post
SE sweden-posten
SG singapore-post
SI slovenia-post
SK slovakia-post
SM san-marino-post
SN senegal-post
SV el-salvador-post
SY syrian-post
TG togo-post
TH thailand-post
TN tunisia-post
TO tonga-post
TR turkey-post
TW taiwan-post
TZ tanzania-post
UA ukraine-post
UG uganda-post
US usps
UY uruguay-post
UZ uzbekistan-post
VC svgpost
VN vietnam-post
VU vanuatu-post
WS samoa-post
YE yemen-post
ZA south-africa-post
ZM zambia-post
ZW zimbabwe-post
";

/// Where the first letter of the number names a service that Tracktry lists apart: the country's
/// letters and that letter, then the carrier code. The post itself stays the second candidate.
///
/// `E` is express mail (EMS), `C` parcels, `L` letters with tracking, `R` registered letters.
pub const SERVICES: &str = "\
AUE australia-ems
BDE bangladesh-ems
CNE china-ems
CNL china-ems
DEL deutsche-post
DER deutsche-post
FRC colissimo
FRE chronopost
FRX chronopost
GBC parcel-force
GBE parcel-force
INE speed-post
MCE monaco-ems
MYE poslaju
SGE singapore-speedpost
UAE ukraine-ems
";

/// The carriers of an S10 number, the service before the post; none for another number.
pub(super) fn carriers(text: &str) -> impl Iterator<Item = Candidate> {
    let number = text.get(2..11).filter(|_| form::fits(FORM, text));
    let checked = number.and_then(|digits| Check::S10.holds(digits));
    let service = text.get(..1).unwrap_or_default();
    let country = text.get(11..).filter(|_| checked.is_some());
    [(SERVICES, service), (POSTS, "")]
        .into_iter()
        .filter_map(move |(table, service)| {
            let carrier = table.lines().find_map(|row| {
                let row = row.strip_prefix(country?)?;
                row.strip_prefix(service)?.strip_prefix(' ')
            })?;
            Some(Candidate { carrier, checked })
        })
}
