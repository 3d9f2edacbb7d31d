//! The forms of numbers that are not UPU S10, one row each.

use super::Candidate;
use super::check::Check;
use super::form;

/// A form of a carrier's numbers.
struct Rule {
    /// Tracktry's carrier code.
    carrier: &'static str,
    /// As [`form::fits`] reads it.
    form: &'static str,
    /// What the last character is.
    check: Check,
    /// Characters at the start that the check digit does not cover.
    skip: u8,
}

/// The carriers of a number by their own forms, in the order of the table.
pub(super) fn carriers(text: &str) -> impl Iterator<Item = Candidate> {
    RULES.iter().filter_map(move |rule| {
        if !form::fits(rule.form, text) {
            return None;
        }
        let checked = rule.check.holds(text.get(usize::from(rule.skip)..)?);
        (checked != Some(false) || form::is_telling(rule.form)).then_some(Candidate {
            carrier: rule.carrier,
            checked,
        })
    })
}

macro_rules! rules {
    ($($carrier:literal $form:literal $check:ident $($skip:literal)?;)*) => {
        &[$(Rule { carrier: $carrier, form: $form, check: Check::$check, skip: 0 $(+ $skip)? }),*]
    };
}

/// The table. Of the rows that fit a number equally well the upper one is the likelier.
///
/// The schemes of the check digits are named at [`Check`]. The forms of America, of `YunExpress`
/// and of Yodel are those of the open list <https://github.com/jkeen/tracking_number_data>, the
/// others those the carriers and shops show as examples. A form whose check digit is not published,
/// or fails for such examples, has [`Check::Absent`].
const RULES: &[Rule] = rules! {
    // UPS: package, waybill by its service letter, Mail Innovations.
    "ups" "1Z****************" Ups 2;
    "ups" "A##########" Ups 1;
    "ups" "H##########" Ups 1;
    "ups" "J##########" Ups 1;
    "ups" "K##########" Ups 1;
    "ups" "T##########" Ups 1;
    "ups" "V##########" Ups 1;
    "ups-mail-innovations" "MI######*+" Absent;
    // FedEx: the Ground 96 barcode in 22 and 34 digits, SmartPost, Ground's SSCC-18, door tag. What
    // is checked stands at the end.
    "fedex" "96####################" Gs1 7;
    "fedex" "96################################" FedEx 20;
    "fedex" "61##################" After92;
    "fedex" "00################" Gs1 2;
    "fedex" "DT############" Absent;
    // USPS Publication 199: IMpb of 22 and 26 digits, alone or after 420 and a ZIP of 5 or 9.
    "usps" "9%####################" Gs1;
    "usps" "9%########################" Gs1;
    "usps" "420#####9%####################" Gs1 8;
    "usps" "420#####9%########################" Gs1 8;
    "usps" "420#########9%####################" Gs1 12;
    // Deutsche Post DHL: SSCC under its GS1 prefix, piece numbers of ISO/IEC 15459 (J…).
    "dhl-germany" "00340434############" Gs1 2;
    "yodel" "JJD0002############" Absent;
    "yodel" "JD0002############" Absent;
    "dhl-germany" "JJD##################+" Absent;
    "dhl" "JJD##########+" Absent;
    "dhl" "JD01##########+" Absent;
    "dhlparcel-nl" "JVGL##########+" Absent;
    "dhlglobalmail" "GM**********+" Absent;
    // North America.
    "amazon" "TBA############" Absent;
    "amazon" "TBC############" Absent;
    "amazon" "TBM############" Absent;
    "amazon" "C##########" Absent;
    "ontrac" "C##############" OnTrac;
    "ontrac" "D##############" OnTrac;
    "lasership" "1LS************+" Absent;
    "lasership" "L@########" Absent;
    "purolator" "@@@#########" Absent;
    "canpar" "@#####################" Absent;
    "intelcom" "INTLCM@########+" Absent;
    "speedee" "SP##################" Absent;
    "landmark-global" "LTN########N1" Absent;
    // Europe.
    "postnl-parcels" "3S***********+" Absent;
    "postnl-3s" "3S***********+" Absent;
    "hermes-uk" "H##*************" Absent;
    "parcel-force" "@@#######" Absent;
    "dpd-uk" "1550##########" Absent;
    "finland-posti" "JJFI#################" Absent;
    "venipak" "V#####E#######" Absent;
    "poczta-polska" "00#59007############" Absent;
    "belgium-post" "3232####################" Absent;
    "swiss-post" "99################" Absent;
    "colissimo" "#@###########" Absent;
    "tnt" "@@#########WW" Absent;
    "correos-spain" "P@********************@" Absent;
    // China.
    "yanwen" "@@#########YP" Absent;
    "yanwen" "@@#########YW" Absent;
    "yunexpress" "YT################" Absent;
    "yto" "YT#############" Absent;
    "4px" "4PX#############+" Absent;
    "cainiao" "LP##############" Absent;
    "sf-express" "SF#############" Absent;
    "jd" "JD*************" Absent;
    "deppon" "DPK############" Absent;
    "speedpak" "ES1*************************" Absent;
    "sto" "77#############" Absent;
    // India.
    "ekart" "FMP@##########" Absent;
    "dtdc" "@########" Absent;
    // Digits only, by their count. FedEx: Express and Ground, Express' barcode of 34. Deutsche
    // Post: Identcode. Russian Post: its domestic barcode (ШПИ). DPD: parcel label, 14 digits or the
    // whole 27 with the check character. USPS: labels before IMpb.
    "mondialrelay" "########" Absent;
    "tnt" "#########" Absent;
    "dhl" "##########" Seven;
    "gls" "###########" Absent;
    "bluedart" "###########" Absent;
    "aramex" "###########" Absent;
    "fedex" "############" FedEx;
    "dhl-germany" "############" Identcode;
    "purolator" "%###########" Luhn;
    "taqbin-jp" "############" Seven;
    "sagawa" "############" Seven;
    "zto" "7###########" Absent;
    "yunda" "4############" Absent;
    "zto" "78############" Absent;
    "delhivery" "#############" Absent;
    "russian-post" "##############" Gs1;
    "nova-poshta" "20############" Absent;
    "nova-poshta" "59############" Absent;
    "dpd" "##############" Absent;
    "hermes-de" "##############" Absent;
    "fedex" "###############" Gs1;
    "dpd" "##############*" Iso36;
    "canada-post" "################" Gs1;
    "hermes-uk" "################" Absent;
    "usps" "####################" Gs1;
    "usps" "####################" After91;
    "inpost-paczkomaty" "########################" Absent;
    "dpd" "###########################*" Iso36;
    "fedex" "##################################" FedEx 20;
};
