// Verifies recorded quotes with their recorded collateral and @phala/dcap-qvl, by its documented interface:
//   node dcap-qvl-recorded.cjs FOLDER SECONDS [FOLDER SECONDS]...
// One line for each folder: the status and the advisories, or "refused" and the reason.
const fs = require('fs');
const path = require('path');
const { verify } = require('@phala/dcap-qvl');

function binary(bytes) {
    if (bytes[0] === 0x30) {
        return bytes;
    }
    const text = bytes.toString('latin1');
    return text.startsWith('-----')
        ? Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64')
        : Buffer.from(text.trim(), 'hex');
}

// The signed object as it is delivered, and its signature.
function parts(document) {
    const text = document.toString('utf8');
    const signature = /"signature"\s*:\s*"([0-9a-fA-F]+)"/.exec(text)[1];
    return [text.slice(text.indexOf('{', 1), text.lastIndexOf(',"signature"')), Buffer.from(signature, 'hex')];
}

function collateralOf(folder) {
    const read = (name) => fs.readFileSync(path.join(folder, name));
    const has = (name) => fs.existsSync(path.join(folder, name));
    if (has('collateral.json')) {
        const given = JSON.parse(read('collateral.json'));
        for (const name of ['tcb_info_signature', 'qe_identity_signature', 'root_ca_crl', 'pck_crl']) {
            given[name] = Buffer.from(given[name], 'hex');
        }
        return given;
    }
    const [tcbInfo, tcbInfoSignature] = parts(read('tcbInfo.json'));
    const [qeIdentity, qeIdentitySignature] = parts(read('qeIdentity.json'));
    const signers = read('tcbSignChain.pem').toString();
    return {
        pck_crl_issuer_chain: has('pckCrlIssuerChain.pem') ? read('pckCrlIssuerChain.pem').toString() : signers,
        root_ca_crl: binary(read('rootCaCrl.der')),
        pck_crl: binary(read('pckCrl.der')),
        tcb_info_issuer_chain: signers,
        tcb_info: tcbInfo,
        tcb_info_signature: tcbInfoSignature,
        qe_identity_issuer_chain: signers,
        qe_identity: qeIdentity,
        qe_identity_signature: qeIdentitySignature,
    };
}

const args = process.argv.slice(2);
for (let i = 0; i < args.length; i += 2) {
    try {
        const quote = fs.readFileSync(path.join(args[i], 'quote.bin'));
        const report = verify(quote, collateralOf(args[i]), Number(args[i + 1]));
        console.log([report.status, ...[...report.advisory_ids].sort()].join(' '));
    } catch (error) {
        console.log('refused ' + String(error.message || error).replace(/\s+/g, ' '));
    }
}
