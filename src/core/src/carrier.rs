//! Carriers that are known by name: what a shopper reads, where the parcel's page is, whom to call.

/// A carrier this crate knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Tracktry's code.
    pub code: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The parcel's page; `{}` stands for the number. Empty where there is none.
    pub url: &'static str,
    /// Telephone number in international form, where the carrier has one for the public that is
    /// reached from abroad. Empty else.
    pub phone: &'static str,
}

/// The carrier of a code, as Tracktry writes it.
pub fn known(code: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|carrier| carrier.code == code)
}

/// Every carrier of the table, by code.
pub fn all() -> &'static [Known] {
    KNOWN
}

macro_rules! known {
    ($($code:literal $name:literal $url:literal $phone:literal;)*) => {
        &[$(Known { code: $code, name: $name, url: $url, phone: $phone }),*]
    };
}

/// By code. The codes are those of Tracktry's carrier list; the pages are the carriers' own.
const KNOWN: &[Known] = known! {
    "4px" "4PX" "https://track.4px.com/#/result/0/{}" "";
    "amazon" "Amazon Logistics" "https://track.amazon.com/tracking/{}" "";
    "an-post" "An Post" "https://www.anpost.com/Post-Parcels/Track/History?item={}" "+353 1 705 7600";
    "aramex" "Aramex" "https://www.aramex.com/track/results?ShipmentNumber={}" "";
    "australia-post" "Australia Post" "https://auspost.com.au/mypost/track/#/details/{}" "+61 3 8847 9045";
    "austria-post" "Österreichische Post" "https://www.post.at/sv/sendungsdetails?snr={}" "";
    "belgium-post" "bpost" "https://track.bpost.cloud/btr/web/#/search?itemCode={}" "";
    "bluedart" "Blue Dart" "https://www.bluedart.com/trackdartresultthirdparty?trackFor=0&trackNo={}" "";
    "brazil-correios" "Correios" "https://rastreamento.correios.com.br/app/index.php?objetos={}" "";
    "cainiao" "Cainiao" "https://global.cainiao.com/newDetail.htm?mailNoList={}" "";
    "canada-post" "Canada Post" "https://www.canadapost-postescanada.ca/track-reperage/en#/details/{}" "+1 866 607 6301";
    "china-ems" "China EMS" "" "";
    "china-post" "China Post" "" "";
    "chronopost" "Chronopost" "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={}" "";
    "colissimo" "Colissimo" "https://www.laposte.fr/outils/suivre-vos-envois?code={}" "";
    "correos-spain" "Correos" "https://www.correos.es/es/en/tools/tracker/items/details?tracking-number={}" "";
    "ctt" "CTT" "https://www.ctt.pt/feapl_2/app/open/objectSearch/objectSearch.jspx?objects={}" "";
    "czech-post" "Česká pošta" "https://www.postaonline.cz/trackandtrace/-/zasilka/cislo?parcelNumbers={}" "";
    "delhivery" "Delhivery" "https://www.delhivery.com/track/package/{}" "";
    "denmark-post" "PostNord Danmark" "https://portal.postnord.com/tracking/details/{}" "";
    "deutsche-post" "Deutsche Post" "https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode={}" "+49 228 4333112";
    "dhl" "DHL Express" "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}" "";
    "dhl-germany" "DHL Paket" "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={}" "+49 228 4333112";
    "dhlglobalmail" "DHL eCommerce" "https://webtrack.dhlecs.com/?trackingnumber={}" "";
    "dpd" "DPD" "https://tracking.dpd.de/status/en_US/parcel/{}" "";
    "dpd-uk" "DPD UK" "https://www.dpd.co.uk/apps/tracking/?reference={}" "";
    "fedex" "FedEx" "https://www.fedex.com/fedextrack/?trknbr={}" "";
    "finland-posti" "Posti" "https://www.posti.fi/en/tracking#/lahetys/{}" "";
    "gls" "GLS" "https://gls-group.eu/EU/en/parcel-tracking?match={}" "";
    "greece-post" "ELTA" "https://itemsearch.elta.gr/en-GB/Query/Direct/{}" "";
    "hermes-de" "Hermes" "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation/#{}" "";
    "hermes-uk" "Evri" "https://www.evri.com/track/parcel/{}/details" "";
    "india-post" "India Post" "" "";
    "inpost-paczkomaty" "InPost" "https://inpost.pl/sledzenie-przesylek?number={}" "";
    "israel-post" "Israel Post" "https://mypost.israelpost.co.il/itemtrace?itemcode={}" "";
    "japan-post" "Japan Post" "https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1={}&locale=en" "";
    "laposte" "La Poste" "https://www.laposte.fr/outils/suivre-vos-envois?code={}" "";
    "lasership" "LaserShip" "https://www.lasership.com/track/{}" "";
    "magyar-posta" "Magyar Posta" "https://www.posta.hu/nyomkovetes/nyitooldal?searchvalue={}" "";
    "malaysia-post" "Pos Malaysia" "https://tracking.pos.com.my/tracking/{}" "";
    "mondialrelay" "Mondial Relay" "https://www.mondialrelay.fr/suivi-de-colis/?numeroExpedition={}" "";
    "new-zealand-post" "NZ Post" "https://www.nzpost.co.nz/tools/tracking?trackid={}" "+64 9 367 9710";
    "nova-poshta" "Nova Poshta" "https://novaposhta.ua/tracking/?cargo_number={}" "";
    "omniva" "Omniva" "https://minu.omniva.ee/track/{}" "";
    "ontrac" "OnTrac" "https://www.ontrac.com/tracking/?number={}" "";
    "parcel-force" "Parcelforce" "https://www.parcelforce.com/track-trace?trackNumber={}" "";
    "poczta-polska" "Poczta Polska" "https://emonitoring.poczta-polska.pl/?numer={}" "";
    "poste-italiane" "Poste Italiane" "https://www.poste.it/cerca/index.html#/risultati-spedizioni/{}" "";
    "posten-norge" "Posten" "https://sporing.posten.no/sporing/{}" "";
    "postnl-parcels" "PostNL" "https://postnl.nl/tracktrace/?B={}" "";
    "purolator" "Purolator" "https://www.purolator.com/en/shipping/tracker?pin={}" "+1 888 744 7123";
    "royal-mail" "Royal Mail" "https://www.royalmail.com/track-your-item#/tracking-results/{}" "+44 1752 387112";
    "russian-post" "Почта России" "https://www.pochta.ru/tracking#{}" "";
    "sf-express" "SF Express" "https://www.sf-express.com/chn/en/waybill/waybill-detail/{}" "";
    "sweden-posten" "PostNord Sverige" "https://portal.postnord.com/tracking/details/{}" "";
    "swiss-post" "Swiss Post" "https://www.post.ch/swisspost-tracking?formattedParcelCodes={}" "+41 848 888 888";
    "taqbin-jp" "Yamato" "https://jizen.kuronekoyamato.co.jp/jizen/servlet/crjz.b.NQ0010?id={}" "";
    "thailand-post" "Thailand Post" "https://track.thailandpost.co.th/?trackNumber={}" "";
    "tnt" "TNT" "https://www.tnt.com/express/en_gb/site/shipping-tools/tracking.html?searchType=con&cons={}" "";
    "turkey-post" "PTT" "https://gonderitakip.ptt.gov.tr/Track/Verify?q={}" "";
    "ukraine-post" "Укрпошта" "https://track.ukrposhta.ua/tracking_UA.html?barcode={}" "";
    "ups" "UPS" "https://www.ups.com/track?tracknum={}" "";
    "ups-mail-innovations" "UPS Mail Innovations" "https://www.ups.com/track?tracknum={}" "";
    "usps" "USPS" "https://tools.usps.com/go/TrackConfirmAction?tLabels={}" "+1 800 275 8777";
    "yanwen" "Yanwen" "https://track.yw56.com.cn/en/querydel?nums={}" "";
    "yodel" "Yodel" "https://www.yodel.co.uk/tracking/{}" "";
    "yunexpress" "YunExpress" "https://www.yuntrack.com/parcelTracking?id={}" "";
};
