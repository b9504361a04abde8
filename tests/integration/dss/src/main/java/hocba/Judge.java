package hocba;

import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Date;

/** Usage: Judge TRUST_DIRECTORY INSTANT FILE... ; one line a signature: file, place, format, indication, what DSS says. */
public final class Judge {
  public static void main(String[] words) throws Exception {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    for (File file : new File(words[0], "anchors").listFiles()) trusted.addCertificate(DSSUtils.loadCertificate(file));
    CommonCertificateSource between = new CommonCertificateSource();
    for (File file : new File(words[0], "intermediates").listFiles()) between.addCertificate(DSSUtils.loadCertificate(file));
    java.util.List<InputStream> crls = new java.util.ArrayList<>();
    for (File file : new File(words[0], "crls").listFiles()) crls.add(new FileInputStream(file));
    ExternalResourcesCRLSource lists = new ExternalResourcesCRLSource(crls.toArray(new InputStream[0]));
    Date at = Date.from(java.time.OffsetDateTime.parse(words[1]).toInstant());
    for (int i = 2; i < words.length; i++) judge(words[i], trusted, between, lists, at);
  }

  private static void judge(String name, CommonTrustedCertificateSource trusted, CommonCertificateSource between,
      ExternalResourcesCRLSource lists, Date at) {
    CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
    verifier.setTrustedCertSources(trusted);
    verifier.setAdjunctCertSources(between);
    verifier.setCrlSource(lists);
    SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(name));
    validator.setCertificateVerifier(verifier);
    validator.setValidationTime(at);
    var reports = validator.validateDocument();
    SimpleReport report = reports.getSimpleReport();
    int place = 0;
    for (String id : report.getSignatureIdList()) {
      var details = reports.getDiagnosticData().getSignatureById(id);
      System.out.println(String.join("\t", name, String.valueOf(place++), String.valueOf(report.getSignatureFormat(id)),
          String.valueOf(details.isSignatureIntact()), String.valueOf(details.isSignatureValid()),
          String.valueOf(report.getIndication(id)), String.valueOf(report.getSubIndication(id)),
          report.getAdESValidationErrors(id).stream().map(m -> m.getValue()).toList().toString()));
    }
  }
}
